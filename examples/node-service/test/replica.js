// A replica in a process of its own, to be killed: says where it listens, and a token for there.
import { openClock, openReplica, tokenOf } from './world.js';

const clock = openClock();
const place = { environment: JSON.parse(process.env.PLACE) };
const { address } = await openReplica({ place, clock });
console.log(JSON.stringify({ address, token: await tokenOf({}, { at: clock.now() }) }));
