import { t } from '../text/t.ts'
import { toastDone, toastFailed } from '../ui/toast.tsx'
import { messageOf } from './api.ts'

interface Done {
  run: () => Promise<unknown>
  /** Takes the message away that says it was done. */
  hush?: () => void
}

const most = 50
let stack: Done[] = []

/**
 * Says what was done and how to take it back, by the toast and by ⌘Z. Taking back is an action like any other: it can
 * fail, and then says why and offers again.
 */
export function done(message: string, takeBack?: () => Promise<unknown>) {
  if (!takeBack) {
    toastDone(message)
    return
  }
  const entry: Done = { run: takeBack }
  stack = [...stack.slice(1 - most), entry]
  entry.hush = toastDone(message, () => void undo(entry))
}

async function undo(entry: Done) {
  stack = stack.filter((other) => other !== entry)
  entry.hush?.()
  try {
    await entry.run()
    toastDone(t('ui.takenBack'))
  } catch (error) {
    toastFailed(messageOf(error), () => void undo(entry))
  }
}

/** Takes back the last action; says so when there is none. */
export function undoLast() {
  const last = stack.at(-1)
  if (last) void undo(last)
  else toastDone(t('ui.nothingToUndo'))
}
