const UNITS: [RegExp, 'months' | 'days' | 'micros', number][] = [
  [/^(y|yr|yrs|year|years)$/, 'months', 12],
  [/^(mon|mons|month|months)$/, 'months', 1],
  [/^(w|week|weeks)$/, 'days', 7],
  [/^(d|day|days)$/, 'days', 1],
  [/^(h|hr|hrs|hour|hours)$/, 'micros', 3_600_000_000],
  [/^(m|min|mins|minute|minutes)$/, 'micros', 60_000_000],
  [/^(s|sec|secs|second|seconds)$/, 'micros', 1_000_000],
  [/^(ms|msec|msecs|millisecond|milliseconds)$/, 'micros', 1_000],
];

const PART = /\s*(?:([+-]?\d+):(\d\d)(?::(\d\d(?:\.\d+)?))?|([+-]?\d+(?:\.\d+)?)\s*([a-z]+))\s*/iy;

/** `2 weeks 90 min` as PostgreSQL prints it: `14 days 01:30:00`; the text itself where it is written in another way. */
export function canonicalInterval(text: string): string {
  const sum = { months: 0, days: 0, micros: 0 };
  const words = inWords(text);
  PART.lastIndex = 0;
  if (words.trim() === '') return text;
  while (PART.lastIndex < words.length) {
    const match = PART.exec(words);
    if (match === null) return text;
    const [, hours, minutes, seconds = '0', count, word = ''] = match;
    if (hours !== undefined) {
      const sign = hours.startsWith('-') ? -1 : 1;
      const whole = (Math.abs(Number(hours)) * 60 + Number(minutes)) * 60_000_000;
      sum.micros += sign * (whole + Math.round(Number(seconds) * 1_000_000));
      continue;
    }
    const unit = UNITS.find(([pattern]) => pattern.test(word.toLowerCase()));
    const amount = Number(count);
    // Half a month is some days: PostgreSQL's own arithmetic, and nobody's default.
    if (unit === undefined || (unit[1] !== 'micros' && !Number.isInteger(amount))) return text;
    sum[unit[1]] += Math.round(amount * unit[2]);
  }
  return printed(sum);
}

const ISO =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const ISO_WORDS = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'];

/** The other two ways of writing one, `P1DT2H` of ISO 8601 and `1 02:00` of the SQL standard, with words for their units. */
function inWords(text: string): string {
  const iso = ISO.exec(text.trim());
  if (iso === null) return text.replace(/^\s*([+-]?\d+)\s+(?=[+-]?\d+:\d\d)/, '$1 days ');
  return iso
    .slice(1)
    .flatMap((count, place) => (count === undefined ? [] : [`${count} ${ISO_WORDS[place]}`]))
    .join(' ');
}

function printed({ months, days, micros }: { months: number; days: number; micros: number }): string {
  const parts: string[] = [];
  const add = (count: number, word: string) => {
    if (count !== 0) parts.push(`${count} ${word}${count === 1 ? '' : 's'}`);
  };
  add(Math.trunc(months / 12), 'year');
  add(months % 12, 'mon');
  add(days, 'day');
  if (micros !== 0 || parts.length === 0) parts.push(clock(micros));
  return parts.join(' ');
}

function clock(micros: number): string {
  const total = Math.abs(micros);
  const two = (count: number) => String(Math.trunc(count)).padStart(2, '0');
  const fraction = String(total % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const time = `${two(total / 3_600_000_000)}:${two((total / 60_000_000) % 60)}:${two((total / 1_000_000) % 60)}`;
  return `${micros < 0 ? '-' : ''}${time}${fraction === '' ? '' : `.${fraction}`}`;
}
