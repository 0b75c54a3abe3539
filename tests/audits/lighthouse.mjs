// What Lighthouse measures of pages: node lighthouse.mjs CHROMIUM ADDRESS... prints one JSON object per page.
import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";

const CATEGORIES = ["accessibility", "best-practices", "seo"];
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const [chromePath, ...addresses] = process.argv.slice(2);
const chrome = await launcher.launch({ chromePath, chromeFlags: FLAGS, logLevel: "silent" });
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, { port: chrome.port, logLevel: "error", onlyCategories: CATEGORIES });
    const scores = Object.fromEntries(CATEGORIES.map((name) => [name, lhr.categories[name].score]));
    const failed = CATEGORIES.flatMap((name) => lhr.categories[name].auditRefs)
      .filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
      .map(({ id }) => `${id}: ${lhr.audits[id].title} ${JSON.stringify(lhr.audits[id].details?.items ?? []).slice(0, 500)}`);
    console.log(JSON.stringify({ address, scores, failed, error: lhr.runtimeError?.message ?? null }));
  }
} finally {
  chrome.kill();
}
