/** The id of Node's own types among rolled-up modules. */
export const nodeTypes = "@types/node";
