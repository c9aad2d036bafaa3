import type { Finding } from '../../shared/finding';
import { weightOf } from '../../shared/finding-weight';
import type { Report } from '../../shared/report';
import { acceptedText } from '../../shared/waiver-words';

const COMMAND: Record<Finding['severity'], string> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * GitHub Actions' workflow commands: an annotation a finding, at its line where it has one, and one for each reason why
 * something could not be checked. The last line says the whole in words.
 */
export function formatGithub({ checks, verdict, headline }: Report): string {
  const findings = checks
    .flatMap((check) => check.findings)
    .map((finding) => {
      const { rule, message, source, remedy, waiver } = finding;
      const accepted = waiver === undefined ? [] : [acceptedText(waiver)];
      const text = [message, ...accepted, remedy.text].join('\n');
      return command(COMMAND[weightOf(finding)], { ...source, title: rule }, text);
    });
  const reasons = new Map<string, string[]>();
  for (const { verdict: own, reason, title } of checks) {
    if (own !== 'unknown') continue;
    const why = reason ?? 'no reason was given';
    reasons.set(why, [...(reasons.get(why) ?? []), title]);
  }
  const unknown = [...reasons].map(([reason, titles]) =>
    command('error', { title: 'not checked' }, `${titles.join(', ')}: ${reason}`),
  );
  return `${[...findings, ...unknown, `${verdict}: ${plain(headline)}`].join('\n')}\n`;
}

function command(name: string, properties: Record<string, string | number>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name} ${list.join(',')}::${data(message)}`;
}

/** As the toolkit of GitHub Actions escapes: nothing in a message ends the line or begins another command. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function plain(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}
