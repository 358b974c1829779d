/** A call that an adapter made, as the checks see it, whatever it went by. */
export type Asked = { method: string; url: string; headers: Record<string, string>; body: string };
