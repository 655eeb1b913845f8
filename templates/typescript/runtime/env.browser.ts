/** Return undefined: browsers have no environment variables. */
export function env(_: string): undefined {}
