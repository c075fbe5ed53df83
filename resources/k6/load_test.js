// Load test by Cell Console. This file never changes; what it does stands in plan.json beside it,
// or in the environment variable CELL_CONSOLE_PLAN.
import http from 'k6/http';
import { check, sleep } from 'k6';

const plan = JSON.parse(__ENV.CELL_CONSOLE_PLAN || open('./plan.json'));

export const options = plan.options;

export default function () {
  const asked = plan.requests[(__VU + __ITER) % plan.requests.length];
  const answer = http.request(asked.method, asked.url, null, { tags: { name: asked.url } });
  check(answer, { 'status below 400': (one) => one.status > 0 && one.status < 400 });
  if (plan.pause_s > 0) {
    sleep(plan.pause_s);
  }
}

export function handleSummary(data) {
  const text = JSON.stringify(data) + '\n';
  return __ENV.CELL_CONSOLE_SUMMARY ? { [__ENV.CELL_CONSOLE_SUMMARY]: text } : { stdout: text };
}
