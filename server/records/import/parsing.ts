import { Worker } from 'node:worker_threads'
import { unpack, type PackedChunk } from './packing.ts'
import { chunksOf, type Chunk, type ParseTask } from './parse.ts'
import { UnusableMapping } from './plan.ts'
import { UnreadableFile } from './rows.ts'

/** Chunks parsed ahead while the database works: enough to hide parsing behind it, few enough for flat memory. */
const AHEAD = 2

/** Fewer rows than these are parsed sooner than a thread begins. */
const WORTH_A_THREAD = 2_000

/** Room for all that a chunk leaves behind: what dies before it is first looked for costs nothing to collect. */
const YOUNG_MEGABYTES = 64

/** The chunks of a file of so many rows, parsed in a thread of its own. Leaving the loop early ends the thread. */
export async function* parseFile(task: ParseTask, rows: number): AsyncGenerator<Chunk> {
  if (rows < WORTH_A_THREAD) {
    yield* chunksOf(task)
    return
  }
  const worker = new Worker(new URL('parse-worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  })
  const arrived: PackedChunk[] = []
  let failure: Error | undefined
  let wake: (() => void) | undefined
  const tell = () => wake?.()
  worker.on('message', (chunk: PackedChunk) => {
    arrived.push(chunk)
    tell()
  })
  worker.on('error', (error) => {
    failure = asKnown(error)
    tell()
  })
  worker.on('exit', (code) => {
    failure ??= new Error(`Parsing ended early, with code ${code}`)
    tell()
  })
  try {
    for (let i = 0; i < AHEAD; i++) worker.postMessage('next', [])
    for (;;) {
      const chunk = arrived.shift()
      if (chunk) {
        worker.postMessage('next', [])
        yield unpack(chunk)
        if (chunk.last) return
      } else if (failure) throw failure
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    await worker.terminate()
  }
}

/** Errors lose their class on the way out of a thread, not their name. */
function asKnown(error: unknown): Error {
  const { name, message } = error as Error
  if (name === UnreadableFile.name) return new UnreadableFile(message)
  if (name === UnusableMapping.name) return new UnusableMapping(message)
  return error as Error
}
