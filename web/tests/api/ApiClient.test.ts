import { describe, expect, it, vi } from 'vitest';
import { ApiClient } from '../../src/api/ApiClient';
import { ApiError } from '../../src/api/ApiError';
import { id } from '../../src/ids';

function answering(status: number, body: unknown, type = 'application/json') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const fetcher = vi.fn<typeof fetch>(() =>
    Promise.resolve(new Response(text, { status, headers: { 'content-type': type } })),
  );
  return { fetcher, api: new ApiClient(fetcher) };
}

function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
}

describe('ApiClient', () => {
  it('proves with a header that an unsafe call comes from our own page', async () => {
    const { api, fetcher } = answering(200, { name: 'Ines', email: 'i@example.org' });
    await api.signIn('i@example.org', 'secret');
    const headers = new Headers(fetcher.mock.calls[0]?.[1]?.headers);
    expect(headers.get('X-Broadcast')).toBe('1');
    expect(headers.get('content-type')).toBe('application/json');
  });

  it('sends no such header when it only reads', async () => {
    const { api, fetcher } = answering(200, []);
    await api.webinars();
    expect(new Headers(fetcher.mock.calls[0]?.[1]?.headers).has('X-Broadcast')).toBe(false);
  });

  it('reads code and sentence of a problem document', async () => {
    const problem = { code: 'link_expired', detail: 'The link expired yesterday.' };
    const { api } = answering(401, problem, 'application/problem+json');
    expect(await failureOf(api.invitation(id('t')))).toMatchObject({
      code: 'link_expired',
      message: 'The link expired yesterday.',
      status: 401,
    });
  });

  it.each([
    [404, 'not_found'],
    [409, 'conflict'],
    [429, 'rate_limited'],
    [502, 'unexpected'],
  ])('goes by the status %i when a proxy answers in HTML', async (status, code) => {
    const { api } = answering(status, '<h1>no</h1>', 'text/html');
    expect(await failureOf(api.webinars())).toMatchObject({ code });
  });

  it('says that the server cannot be reached', async () => {
    const api = new ApiClient(() => Promise.reject(new TypeError('fetch failed')));
    const failure = await failureOf(api.webinars());
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ code: 'offline' });
  });

  it('keeps a cancelled call apart from a failed one', async () => {
    const abort = new AbortController();
    abort.abort();
    const api = new ApiClient(() => Promise.reject(new DOMException('x', 'AbortError')));
    expect(await failureOf(api.webinars(abort.signal))).not.toBeInstanceOf(ApiError);
  });
});
