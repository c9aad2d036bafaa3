/**
 * Takes user and password out of an address, which must not be shown, and which requests refuse.
 * @param address is changed
 * @returns them as they were meant; null where there are none
 */
export function takeCredentials(address: URL): { user: string; password: string } | null {
  const { username, password } = address;
  if (username === '' && password === '') return null;
  address.username = '';
  address.password = '';
  return { user: decoded(username), password: decoded(password) };
}

/** The same as a header of HTTP. */
export function takeBasicHeader(address: URL): Record<string, string> {
  const taken = takeCredentials(address);
  if (taken === null) return {};
  const pair = `${taken.user}:${taken.password}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone % is no escape: then it stands for itself.
    return text;
  }
}
