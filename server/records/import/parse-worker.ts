import { on } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { pack } from './packing.ts'
import { chunksOf, type ParseTask } from './parse.ts'

/** Parses a file ahead of the database: a chunk is sent for each that is asked for. */
const port = parentPort!
const asked = on(port, 'message')
for await (const chunk of chunksOf(workerData as ParseTask)) {
  await asked.next()
  const packed = pack(chunk)
  port.postMessage(packed, [packed.numbers.buffer as ArrayBuffer])
}
port.close()
