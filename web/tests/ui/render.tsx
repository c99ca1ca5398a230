import { MantineProvider } from '@mantine/core';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { ApiClient } from '../../src/api/ApiClient';
import { ApiContext } from '../../src/ui/hooks/useApi';
import { theme } from '../../src/ui/theme';

/** What the server answers, by "METHOD path", or a function of what was sent; what is missing is not found. */
export type Answers = Record<string, unknown>;

export interface Problem {
  readonly problem: string;
  readonly status: number;
}

function isProblem(answer: unknown): answer is Problem {
  return typeof answer === 'object' && answer !== null && 'problem' in answer;
}

export function apiAnswering(answers: Answers): ApiClient {
  return new ApiClient((input, init) => {
    const call = `${init?.method ?? 'GET'} ${input as string}`;
    const given = answers[call] ?? { problem: 'not_found', status: 404 };
    const answer: unknown =
      typeof given === 'function'
        ? (given as (sent: unknown) => unknown)(JSON.parse(init?.body as string))
        : given;
    const [body, status] = isProblem(answer)
      ? [{ code: answer.problem }, answer.status]
      : [answer, 200];
    const headers = { 'content-type': 'application/json' };
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers }));
  });
}

export function show(page: ReactNode, answers: Answers = {}) {
  const location = memoryLocation({ path: '/', record: true });
  const view = render(
    <MantineProvider theme={theme} env="test">
      <ApiContext value={apiAnswering(answers)}>
        <Router hook={location.hook}>{page}</Router>
      </ApiContext>
    </MantineProvider>,
  );
  return { ...view, history: location.history };
}
