// Loaded by Node before Prism: ends it when whoever started it is gone, however that ended, as its standard input ends then.
process.stdin.on("end", () => process.exit(0));
process.stdin.on("error", () => process.exit(0));
process.stdin.resume();
