/** A Redis that must not be used: what the operator has to mend, in one line. */
export class UnsafeRedisError extends Error {}
