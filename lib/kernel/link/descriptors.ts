/** The pipes between the front and the code process, by their numbers in the latter. */
export const descriptors = { reports: 3, commands: 4 } as const;
