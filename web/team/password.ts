/** The shortest password that the server takes. */
export const passwordLength = 10
