import { Button, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { call as callType, meeting, task } from '../../../contract/customer/activities.ts'
import {
  callListRoutes,
  callOutcomes,
  type CallOutcome,
  type QueueEntry,
} from '../../../contract/sales/call-lists.ts'
import { addDays, clockOn } from '../../../contract/values/day.ts'
import { refusalOf, type Refused } from '../../records/changes.ts'
import { widgetOf } from '../../records/fields/widgets.ts'
import { call } from '../../shell/api.ts'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { done } from '../../shell/undo.ts'
import { choiceLabel, fieldLabel, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { dayIn } from '../../ui/format.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { useManner } from '../../ui/manner.tsx'
import { useNow } from '../../ui/use-now.ts'
import { struckFor } from '../../ui/own-keys.ts'
import classes from './calls.module.css'

interface OutcomeFormProps {
  listId: string
  entry: QueueEntry
  onNext: () => Promise<void>
}

const steps = { task, meeting } as const
const keysOf = callOutcomes.map((outcome, index) => ({ outcome, keys: String(index + 1) }))

/** What came of the call: a figure for the outcome and Enter, with a note and a next step where there is one. */
export function OutcomeForm({ listId, entry, onNext }: OutcomeFormProps) {
  const queries = useQueryClient()
  const manner = useManner()
  const tomorrow = clockOn(addDays(dayIn(useNow(), manner), 1), '09:00', manner.zone)
  const [outcome, setOutcome] = useState<CallOutcome | null>(null)
  const [note, setNote] = useState('')
  const [callBackAt, setCallBackAt] = useState<unknown>(tomorrow)
  const [step, setStep] = useState<keyof typeof steps | null>(null)
  const [subject, setSubject] = useState('')
  const [at, setAt] = useState<unknown>(tomorrow)
  const [refused, setRefused] = useState<Refused>({})
  const [saving, setSaving] = useState(false)
  const noteField = useRef<HTMLTextAreaElement>(null)
  const params = { id: listId, entry: entry.id }

  const save = async () => {
    if (!outcome || saving) return
    setSaving(true)
    try {
      const { events } = await call(callListRoutes.finish, {
        params,
        body: {
          outcome,
          note,
          ...(outcome === 'call_back' && { callBackAt: String(callBackAt) }),
          ...(step && { next: { kind: step, subject, at: String(at) } }),
        },
      })
      done(t('calls.logged', { name: entry.person.title }), async () => {
        await call(callListRoutes.takeBack, { params, body: { events } })
        await queries.invalidateQueries({ queryKey: ['call-queue', listId] })
      })
      await onNext()
    } catch (error) {
      setRefused(refusalOf(error, ['callBackAt', 'next', 'note']))
      setSaving(false)
    }
  }
  useShortcuts([
    ...keysOf.map(({ outcome: one, keys }) => ({
      keys,
      label: choiceLabel(callType.fields.outcome.options, one),
      run: () => setOutcome(one),
    })),
    { keys: 'n', label: t('calls.note'), run: () => noteField.current?.focus() },
    { keys: 't', label: typeLabel(task).one, run: () => setStep('task') },
    { keys: 'm', label: typeLabel(meeting).one, run: () => setStep('meeting') },
    ...(outcome
      ? (['enter', 'mod+enter'] as const).map((keys) => ({
          keys,
          label: t('calls.saveAndNext'),
          run: () => void save(),
        }))
      : []),
  ])
  const Moment = widgetOf(callType.fields.startedAt).Edit

  return (
    <Card title={fieldLabel(callType.fields.outcome)}>
      <form
        noValidate
        className={classes.form}
        aria-label={fieldLabel(callType.fields.outcome)}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        {refused['form'] && (
          <div role="alert" className={classes.failure}>
            {refused['form']}
          </div>
        )}
        <div className={classes.outcomes} role="group" aria-label={fieldLabel(callType.fields.outcome)}>
          {keysOf.map(({ outcome: one, keys }) => (
            <Button
              key={one}
              variant={outcome === one ? 'filled' : 'default'}
              aria-pressed={outcome === one}
              aria-keyshortcuts={struckFor(keys)}
              rightSection={<KeyHint keys={keys} />}
              onClick={(event) => {
                setOutcome(one)
                // Enter then saves, and does not choose once more.
                event.currentTarget.blur()
              }}
            >
              {choiceLabel(callType.fields.outcome.options, one)}
            </Button>
          ))}
        </div>
        {outcome === 'call_back' && (
          <Moment
            field={callType.fields.startedAt}
            label={t('calls.callBackAt')}
            value={callBackAt}
            error={refused['callBackAt']}
            onChange={setCallBackAt}
          />
        )}
        <Textarea
          ref={noteField}
          label={
            <>
              {t('calls.note')} <KeyHint keys="n" />
            </>
          }
          autosize
          minRows={2}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className={classes.outcomes} role="group" aria-label={t('calls.nextStep')}>
          {(['task', 'meeting'] as const).map((kind) => (
            <Button
              key={kind}
              variant={step === kind ? 'light' : 'default'}
              aria-pressed={step === kind}
              onClick={() => setStep(step === kind ? null : kind)}
              rightSection={<KeyHint keys={kind === 'task' ? 't' : 'm'} />}
            >
              {typeLabel(steps[kind]).one}
            </Button>
          ))}
        </div>
        {step && (
          <>
            <TextInput
              autoFocus
              key={step}
              label={fieldLabel(steps[step].fields.subject)}
              value={subject}
              error={refused['next']}
              onChange={(event) => setSubject(event.currentTarget.value)}
            />
            <Moment field={callType.fields.startedAt} label={t('calls.nextAt')} value={at} onChange={setAt} />
          </>
        )}
        <div>
          <Button
            type="submit"
            variant="filled"
            disabled={!outcome}
            loading={saving}
            rightSection={<KeyHint keys="enter" />}
          >
            {t('calls.saveAndNext')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
