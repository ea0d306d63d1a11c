/** The pipes between the front and the checker, by their numbers in the latter. */
export const descriptors = { requests: 3, answers: 4 } as const;
