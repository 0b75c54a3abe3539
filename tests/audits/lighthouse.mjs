// What Lighthouse gives pages: node lighthouse.mjs CHROMIUM FLAGS ADDRESS... prints one JSON object per page; FLAGS are Lighthouse's own, in JSON.
import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";

const CHROME_FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const [chromePath, flags, ...addresses] = process.argv.slice(2);
const chrome = await launcher.launch({ chromePath, chromeFlags: CHROME_FLAGS, logLevel: "silent" });
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "error", ...JSON.parse(flags) });
    const categories = Object.values(lhr.categories);
    const scores = Object.fromEntries(categories.map(({ id, score }) => [id, score]));
    const failed = categories.flatMap(({ auditRefs }) => auditRefs)
      .filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
      .map(({ id }) => `${id}: ${lhr.audits[id].title} ${JSON.stringify(lhr.audits[id].details?.items ?? []).slice(0, 500)}`);
    const measured = Object.fromEntries(Object.values(lhr.audits).filter(({ numericUnit }) => numericUnit).map(({ id, numericValue }) => [id, numericValue]));
    console.log(JSON.stringify({ address, scores, failed, measured, error: lhr.runtimeError?.message ?? null }));
  }
} finally {
  chrome.kill();
}
