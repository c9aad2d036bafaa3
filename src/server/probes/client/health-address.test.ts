import { describe, expect, it } from 'vitest';
import { healthAddress } from './health-address';

describe('healthAddress', () => {
  it.each([
    ['http://app:3000', 'http://app:3000/api/health/client'],
    ['http://app:3000/', 'http://app:3000/api/health/client'],
    ['https://app/below//', 'https://app/below/api/health/client'],
  ])('puts the route below %s', (baseUrl, url) => {
    expect(healthAddress(baseUrl)).toEqual({ url, headers: {} });
  });

  it.each([
    ['http://me:p%40ss@app', 'me:p@ss'],
    ['http://me@app', 'me:'],
    ['http://me:50%@app', 'me:50%'],
  ])('moves the credentials of %s into a header', (baseUrl, pair) => {
    expect(healthAddress(baseUrl)).toEqual({
      url: 'http://app/api/health/client',
      headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
    });
  });
});
