import { populate } from '../demo/cast.ts';
import { startSlack } from '../simulator/start.ts';

/** A simulated workspace in a process of its own: prints what the desk needs to connect, and waits to be ended. */
const slack = await startSlack({ manifest: 'manifest.yml', recordTraffic: false });
populate(slack);
const { apiUrl, botToken, appToken } = slack;
process.stdout.write(`${JSON.stringify({ apiUrl, botToken, appToken })}\n`);
