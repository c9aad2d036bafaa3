import type { Report } from '../../shared/report';
import type { Gate, SignOffSettings } from '../../shared/sign-off';
import { gatesOf } from '../sign-off/gates';
import type { Standing } from './standing';
import { checkOf } from './words';

/** One condition of a release, and how this run stands to it. */
export type Criterion = Standing & { title: string; gate: Gate };

/** The gates of a release with what they stand on. */
export function criteriaOf(report: Report, settings: Pick<SignOffSettings, 'gates'>): Criterion[] {
  return gatesOf(report, settings).map((gate) => {
    const { title, state, waived, checks } = gate;
    const needs = [...new Set(checks.flatMap((id) => checkOf(report, id)?.needs ?? []))];
    const verdict = state === 'pass' && waived > 0 ? 'warn' : state;
    const off = gate.required ? '' : ' The settings switch this gate off: it holds nothing back.';
    return { title, verdict, measured: `${gate.measured}${off}`, needs, gate };
  });
}
