/** The host of an address only this machine can reach; else null. */
export function localHost(address: string): string | null {
  try {
    const { hostname } = new URL(address);
    return /^(localhost|127\..*|\[::1\]|.*\.local)$/.test(hostname) ? hostname : null;
  } catch {
    return null;
  }
}
