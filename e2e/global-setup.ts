import { startDashboard } from './dashboard';

/** Starts the dashboard once for all tests; what it returns ends it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const { baseUrl, stop } = await startDashboard(['--size', 'small']);
  process.env.DRIFTBOARD_E2E_BASE_URL = baseUrl;
  return stop;
}
