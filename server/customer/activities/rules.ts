import type { Change, RuleGround } from '../../records/behaviour.ts'

/** A task that is ticked remembers when; one that is opened again forgets it. */
export function completeTask({ before, after }: Change, _facts: unknown, ground: RuleGround): void {
  const done = after.values.status === 'done'
  if (!done) after.values.doneAt = null
  else if (before?.values.status !== 'done') after.values.doneAt = ground.now
}
