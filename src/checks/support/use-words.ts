const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `12 MB`, `1.5 GB`: decimal units, as disks are sold; `an unknown size` where nobody has looked. */
export function bytesInWords(bytes: number | null): string {
  if (bytes === null) return 'an unknown size';
  let [value, unit] = [bytes, 0];
  while (value >= 1_000 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? Math.round(value * 10) / 10 : Math.round(value)} ${UNITS[unit]}`;
}

/** `1,234,567`; small rates keep a figure: `0.4`. */
export function figure(value: number): string {
  const rounded = value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
  const [whole = '', fraction] = String(rounded).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `30 days`, `1.5 days`, `1 day`, `less than a day`. */
export function daysInWords(days: number): string {
  if (days < 1) return 'less than a day';
  const text = figure(days);
  return `${text} ${text === '1' ? 'day' : 'days'}`;
}

/** `73 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** The day of a moment: `2026-11-30`. */
export function dayOf(moment: string): string {
  return moment.slice(0, 10);
}
