import { randomBytes } from 'node:crypto';

const PREFIX = 'driftboard_shadow_';
const NAME = /^driftboard_shadow_([0-9a-z]+)_[0-9a-f]{12}$/;

/** A name that nobody else takes, with the server's time in it. */
export function shadowName(atSeconds: number): string {
  return `${PREFIX}${Math.floor(atSeconds).toString(36)}_${randomBytes(6).toString('hex')}`;
}

/** When the shadow database or role of this name was made, by the server's clock; null for any other name. */
export function madeAtSeconds(name: string): number | null {
  const seconds = NAME.exec(name)?.[1];
  return seconds === undefined ? null : Number.parseInt(seconds, 36);
}
