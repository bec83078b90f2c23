import { Button, Popover, Textarea } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { quoteRoutes, type QuoteContent } from '../../../contract/sales/quote-routes.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { t } from '../../text/seldom.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { struckFor } from '../../ui/own-keys.ts'
import { toastDone, toastFailed } from '../../ui/toast.tsx'
import { useContent } from './quote-api.ts'
import classes from './quote-page.module.css'
import type { DraftInWork } from './use-draft.ts'

interface WordsProps {
  label: string
  button: string
  question: string
  filled?: boolean
  onSay: (words: string) => Promise<void>
}

/** A button that asks for a few words first. */
function WithWords({ label, button, question, filled, onSay }: WordsProps) {
  const [open, setOpen] = useState(false)
  const [words, setWords] = useState('')
  const [busy, setBusy] = useState(false)
  const say = async () => {
    setBusy(true)
    try {
      await onSay(words)
      setOpen(false)
      setWords('')
    } catch (error) {
      toastFailed(messageOf(error), () => void say())
    }
    setBusy(false)
  }
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus position="bottom-end" width={320}>
      <Popover.Target>
        <Button variant={filled ? 'filled' : 'default'} aria-expanded={open} onClick={() => setOpen(!open)}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <form
          className={classes.panel}
          onSubmit={(event) => {
            event.preventDefault()
            void say()
          }}
        >
          <Textarea
            label={question}
            autosize
            minRows={2}
            value={words}
            data-autofocus
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <Button type="submit" variant="filled" loading={busy}>
            {button}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}

interface QuoteActionsProps {
  quote: AnyRecord
  content: QuoteContent
  canEdit: boolean
  onSend: () => void
}

/** What can be done with what is with the customer. */
export function SentActions({ quote, content, canEdit, onSend }: QuoteActionsProps) {
  const keep = useContent(quote.id)
  const revise = async () => {
    try {
      await keep(call(quoteRoutes.revise, { params: { id: quote.id } }))
    } catch (error) {
      toastFailed(messageOf(error), () => void revise())
    }
  }
  const open = quote['status'] === 'sent' || quote['status'] === 'viewed'
  if (!canEdit || content.editions.length === 0) return null
  return (
    <>
      {open && <Button onClick={onSend}>{t('quote.newLink')}</Button>}
      {quote['status'] !== 'accepted' && (
        <Button title={t('quote.changeText')} onClick={() => void revise()}>
          {t('quote.change')}
        </Button>
      )}
    </>
  )
}

/** What can be done with a draft: have it approved, and send it. */
export function DraftActions({
  quote,
  content,
  canEdit,
  work,
  onSend,
}: QuoteActionsProps & { work: DraftInWork }) {
  const { id } = quote
  const keep = useContent(id)
  const approval = quote['approval'] as string | null
  const waits = approval === 'requested'
  // The limits may have changed since the draft was saved.
  const held = (content.draft?.causes.length ?? 0) > 0 && approval !== 'approved' && !waits

  const send = async () => {
    if (await work.save(true)) onSend()
  }
  useShortcuts(
    canEdit
      ? [
          {
            keys: 'mod+s',
            label: t('quote.save'),
            run: (event) => {
              event.preventDefault()
              void work.save(true)
            },
          },
          ...(held || waits ? [] : [{ keys: 's', label: t('quote.send'), run: () => void send() }]),
        ]
      : [],
  )
  const ask = async (reason: string) => {
    if (!(await work.save(true))) return
    await keep(call(quoteRoutes.requestApproval, { params: { id }, body: { reason } }))
  }
  const decide = (approve: boolean) => async (answer: string) => {
    await keep(call(quoteRoutes.decideApproval, { params: { id }, body: { approve, answer } }))
  }
  const discard = async () => {
    try {
      await keep(call(quoteRoutes.discard, { params: { id } }))
      toastDone(t('quote.done'))
    } catch (error) {
      toastFailed(messageOf(error), () => void discard())
    }
  }
  if (!canEdit) return null
  const decision = (label: 'quote.approve' | 'quote.refuse', approve: boolean): ReactNode => (
    <WithWords
      label={t(label)}
      button={t(label)}
      question={t('quote.answer')}
      filled={approve}
      onSay={decide(approve)}
    />
  )
  return (
    <>
      {quote['status'] !== 'draft' && <Button onClick={() => void discard()}>{t('quote.discard')}</Button>}
      {held && (
        <WithWords
          label={t('quote.askApproval')}
          button={t('quote.ask')}
          question={t('quote.askApprovalText')}
          filled
          onSay={ask}
        />
      )}
      {waits && content.mayDecide && (
        <>
          {decision('quote.refuse', false)}
          {decision('quote.approve', true)}
        </>
      )}
      {!held && !waits && (
        <Button
          variant="filled"
          aria-keyshortcuts={struckFor('s')}
          rightSection={<KeyHint keys="s" />}
          onClick={() => void send()}
        >
          {t('quote.send')}
        </Button>
      )}
    </>
  )
}
