// Asks the addresses given as arguments and prints what came, as one line of JSON. A process of its own, since Node reads
// the authorities that it is to trust (NODE_EXTRA_CA_CERTS) only when it starts.
import { openBench } from '../testing-probe';

const addresses = process.argv.slice(2);
const answers = await Promise.all(
  addresses.map(async (baseUrl) => {
    const bench = await openBench(() => baseUrl);
    try {
      return await bench.ask(
        { endpoints: [{ path: '/', retries: 0, budgetMs: 5_000 }] },
        { settings: { timeoutMs: 3_000 } },
      );
    } finally {
      await bench.remove();
    }
  }),
);
process.stdout.write(JSON.stringify(answers));
