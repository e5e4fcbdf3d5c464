/** Version of the command and of what it writes into reports. */
export const version = "0.1.0";
