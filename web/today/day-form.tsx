import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call as callType, note, task } from '../../contract/customer/activities.ts'
import type { DayItem } from '../../contract/sales/my-day.ts'
import { refusalOf } from '../records/changes.ts'
import type { Refused } from '../records/changes.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import { choiceLabel, fieldLabel } from '../text/labels.ts'
import { t } from '../text/seldom.ts'
import { dayIn } from '../ui/format.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { useManner } from '../ui/manner.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { useNow } from '../ui/use-now.ts'
import { daysAhead } from './days-ahead.ts'
import type { DayForm as FormName } from './day-api.ts'
import { useDayActs } from './day-acts.ts'
import classes from './day-form.module.css'

const titles = {
  call: 'day.logCall',
  note: 'day.writeNote',
  next: 'day.planNext',
  postpone: 'day.postponeTo',
} as const

/** Does something with an item of the day; what was done stands on the timeline, and the item has left. */
export default function DayForm({
  item,
  form,
  onClose,
}: {
  item: DayItem
  form: FormName
  onClose: () => void
}) {
  const manner = useManner()
  const acts = useDayActs(item)
  const ahead = daysAhead(dayIn(useNow(), manner))
  const closable = item.kind === 'task' || item.kind === 'meeting'
  const [text, setText] = useState('')
  const [outcome, setOutcome] = useState('reached')
  const [subject, setSubject] = useState('')
  const [on, setOn] = useState<string>(ahead[0].day)
  const [closes, setCloses] = useState(closable)
  const [refused, setRefused] = useState<Refused>({})
  const [sending, setSending] = useState(false)

  const send = async (run: () => Promise<void>) => {
    setSending(true)
    try {
      await run()
      onClose()
    } catch (error) {
      setRefused(refusalOf(error, ['subject', 'body']))
      setSending(false)
    }
  }
  const submit = () => {
    if (form === 'call') return send(() => acts.logCall({ outcome, body: text || null }, closes))
    if (form === 'postpone') return send(() => acts.postpone(on))
    const missing = form === 'note' ? (text ? null : 'body') : subject.trim() ? null : 'subject'
    if (missing) return setRefused({ [missing]: t('compose.empty') })
    return form === 'note'
      ? send(() => acts.writeNote(text, closes))
      : send(() => acts.planNext(subject.trim(), on, closes))
  }

  useShortcuts([{ keys: 'mod+enter', label: t('compose.save'), run: () => void submit() }])

  return (
    <SidePanel title={item.title} onClose={onClose}>
      <form
        noValidate
        className={classes.form}
        aria-label={t(titles[form])}
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <h3 className={classes.title}>{t(titles[form])}</h3>
        {refused['form'] && (
          <div role="alert" className={classes.failure}>
            {refused['form']}
          </div>
        )}
        {form === 'call' && (
          <NativeSelect
            autoFocus
            label={fieldLabel(callType.fields.outcome)}
            value={outcome}
            onChange={(event) => setOutcome(event.currentTarget.value)}
            data={callType.fields.outcome.options.map(({ value }) => ({
              value,
              label: choiceLabel(callType.fields.outcome.options, value),
            }))}
          />
        )}
        {form === 'next' && (
          <TextInput
            autoFocus
            label={fieldLabel(task.fields.subject)}
            value={subject}
            maxLength={2_000}
            error={refused['subject']}
            onChange={(event) => setSubject(event.currentTarget.value)}
          />
        )}
        {(form === 'call' || form === 'note') && (
          <Textarea
            autoFocus={form === 'note'}
            label={fieldLabel(form === 'call' ? callType.fields.body : note.fields.body)}
            autosize
            minRows={4}
            value={text}
            error={refused['body']}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        {(form === 'next' || form === 'postpone') && (
          <>
            <div className={classes.days} role="group" aria-label={t('day.on')}>
              {ahead.map(({ name, day }, index) => (
                <Button
                  key={name}
                  variant={on === day ? 'light' : 'default'}
                  aria-pressed={on === day}
                  autoFocus={form === 'postpone' && index === 0}
                  onClick={() => {
                    setOn(day)
                    if (form === 'postpone') void send(() => acts.postpone(day))
                  }}
                >
                  {t(`day.${name}`)}
                </Button>
              ))}
            </div>
            <TextInput
              type="date"
              label={t('day.on')}
              value={on}
              min={ahead[0].day}
              onChange={(event) => event.currentTarget.value && setOn(event.currentTarget.value)}
            />
          </>
        )}
        {closable && form !== 'postpone' && (
          <Checkbox
            checked={closes}
            label={t(item.kind === 'task' ? 'day.taskIsDone' : 'day.meetingWasHeld')}
            onChange={(event) => setCloses(event.currentTarget.checked)}
          />
        )}
        <div className={classes.buttons}>
          <Button
            type="submit"
            variant="filled"
            loading={sending}
            rightSection={<KeyHint keys="mod+enter" />}
          >
            {t('compose.save')}
          </Button>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
        </div>
      </form>
    </SidePanel>
  )
}
