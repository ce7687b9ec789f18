import { createHmac } from 'node:crypto';
import { lookup } from 'node:dns';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { BlockList, isIP } from 'node:net';

const TIMEOUT_MS = 10_000;

/** Addresses of one's own network: a webhook must not be a way to them. */
const INSIDE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
])
  INSIDE.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
]) {
  INSIDE.addSubnet(net, bits, 'ipv6');
}

export function isInside(address) {
  // A block list takes an IPv4 address in IPv6 form for what it is.
  return INSIDE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Looks a name up, and finds nothing inside: also not after the name was changed. */
function lookupOutside(name, options, done) {
  lookup(name, { ...options, all: true }, (error, found) => {
    if (error) return done(error);
    const outside = found.filter(({ address }) => !isInside(address));
    if (outside.length === 0) return done(new Error(`${name} is inside the own network`));
    return options.all ? done(null, outside) : done(null, outside[0].address, outside[0].family);
  });
}

/** The signature of Standard Webhooks: over the identifier, the time and the body. */
export function signatureOf(secret, id, seconds, body) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

/** Delivers a body once; resolves if it was taken, and never follows to another address. */
export function send({ url, secret, id, body, now, inside }) {
  const { protocol, hostname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (!inside && isIP(host) && isInside(host)) {
    return Promise.reject(new Error(`${host} is inside the own network`));
  }
  const seconds = Math.floor(now / 1_000);
  const headers = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': signatureOf(secret, id, seconds, body),
  };
  const options = {
    method: 'POST',
    headers,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(inside ? {} : { lookup: lookupOutside }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = (protocol === 'https:' ? requestSecure : requestPlain)(
      url,
      options,
      (answer) => {
        answer.resume();
        answer.once('error', reject);
        answer.once('end', () => {
          if (answer.statusCode >= 200 && answer.statusCode < 300) resolve();
          else reject(new Error(`answered ${answer.statusCode}`));
        });
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
