// Prints the tests that failed and why, of the reports that dotnet test (.trx) and vitest (.json) wrote: node tests/failures.mjs REPORT…
import { existsSync, readFileSync } from "node:fs";

const LONGEST_REASON = 1500;
const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&#xD;": "", "&#xA;": "\n", "&amp;": "&" };

const plain = (text) => text.replace(/&(?:lt|gt|quot|apos|amp|#xD|#xA);/g, (entity) => ENTITIES[entity]);

function* failuresOfTrx(report) {
  for (const [result] of report.matchAll(/<UnitTestResult [^>]*outcome="Failed"[^>]*>[^]*?<\/UnitTestResult>/g)) {
    const [, name] = /testName="([^"]*)"/.exec(result);
    const [, reason] = /<Message>([^]*?)<\/Message>/.exec(result) ?? [, ""];
    yield { name: plain(name), reason: plain(reason) };
  }
}

function* failuresOfVitest(report) {
  for (const file of JSON.parse(report).testResults)
    for (const test of file.assertionResults)
      if (test.status === "failed") yield { name: test.fullName, reason: test.failureMessages.join("\n") };
}

for (const path of process.argv.slice(2).filter(existsSync)) {
  const report = readFileSync(path, "utf8");
  for (const { name, reason } of path.endsWith(".trx") ? failuresOfTrx(report) : failuresOfVitest(report))
    console.log(`\nFAILED ${name}\n${reason.slice(0, LONGEST_REASON).replace(/^/gm, "   ")}`);
}
