import { dashboard } from '@/server/dashboard/dashboard';
import { answer, HttpError } from '@/server/dashboard/http';
import { runNumber } from '@/server/dashboard/objects';
import { wholeRun } from '@/server/history/history';
import { logFault } from '@/server/log';
import { keptReport } from '@/server/report/kept';
import { REPORT_FORMATS } from '@/server/report/render';

export const dynamic = 'force-dynamic';

const TYPES = { html: 'text/html; charset=utf-8', markdown: 'text/markdown; charset=utf-8' };

/** The report of a kept run: a page to read and to print; with `?save=html` or `?save=markdown` a file. */
export function GET(
  request: Request,
  { params }: { params: Promise<{ number: string }> },
): Promise<Response> {
  return answer(async () => {
    const number = runNumber((await params).number);
    const save = new URL(request.url).searchParams.get('save');
    const format = save === null ? 'html' : REPORT_FORMATS.find((name) => name === save);
    if (format === undefined) throw new HttpError('bad-request', 'save takes html or markdown.');
    const { store, signOffs } = await dashboard();
    const record = await wholeRun(store, number);
    const objects = await store.objects(number);
    const [decisions, { gates }] = [await signOffs.ofRun(number), signOffs];
    const text = keptReport(record, objects, { format, page: save === null, gates, decisions });
    const name = `driftboard-${record.report.environment.replaceAll(/[^\w-]/g, '_')}-${number}.${format === 'html' ? 'html' : 'md'}`;
    return new Response(text, {
      headers: {
        'content-type': TYPES[format],
        'cache-control': 'no-store',
        ...(save === null ? {} : { 'content-disposition': `attachment; filename="${name}"` }),
      },
    });
  }, logFault);
}
