// Checks an entry of a register with an SD-JWT library that knows nothing of
// Sijill: reads {"key": PEM, "entry": SD-JWT} from standard input and writes the
// claims that it shows. A false entry ends it with exit code 1.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { SDJwtInstance } from '@sd-jwt/core';

const { key, entry } = JSON.parse(await text(process.stdin));
const publicKey = createPublicKey(key);
const instance = new SDJwtInstance({
  hasher: (data, algorithm) => {
    if (algorithm.toLowerCase() !== 'sha-256') throw new Error(`unexpected hash ${algorithm}`);
    return new Uint8Array(createHash('sha256').update(data).digest());
  },
  verifier: (data, signature) => verify(null, Buffer.from(data), publicKey, Buffer.from(signature, 'base64url')),
});
try {
  const { payload } = await instance.verify(entry);
  process.stdout.write(JSON.stringify(payload));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
