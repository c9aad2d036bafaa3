import type { Report } from '../../shared/report';
import type { Step } from './steps';

/**
 * The last step of a job: a fresh run of all checks. What it finds is no failure of the job.
 * @param verify null where the caller verifies itself: then there is no step
 */
export function verifySteps(
  verify: (() => Promise<Report>) | null,
  onReport: (report: Report) => void,
): Step[] {
  if (verify === null) return [];
  const step: Step = {
    id: 'verify',
    title: 'Verify again',
    async run({ log }) {
      const report = await verify();
      log(`${report.verdict}: ${report.headline}`);
      onReport(report);
      return undefined;
    },
  };
  return [step];
}
