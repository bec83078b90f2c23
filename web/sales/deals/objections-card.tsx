import '@mantine/core/styles/SegmentedControl.layer.css'
import '@mantine/core/styles/FloatingIndicator.layer.css'
import { ActionIcon, Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { objectionRoutes } from '../../../contract/sales/objection-routes.ts'
import type { Play, Raised } from '../../../contract/sales/objection-routes.ts'
import { addressOf } from '../../records/address.ts'
import { call } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { Relative } from '../../ui/manner.tsx'
import { playbookQuery, raisedQuery, useAttempt } from './deal-api.ts'
import classes from './deal-depth.module.css'

interface ObjectionsCardProps {
  deal: AnyRecord
  canEdit: boolean
}

/** What was said against buying, and how it was answered; the playbook offers what has worked. */
export function ObjectionsCard({ deal, canEdit }: ObjectionsCardProps) {
  const { data } = useQuery(raisedQuery(deal.id))
  const { data: book } = useQuery(playbookQuery)
  const attempt = useAttempt()
  const [chosen, setChosen] = useState('')
  const [note, setNote] = useState('')
  const raised = data?.data ?? []
  const plays = book?.data ?? []
  const raise = async () => {
    const body = { objection: chosen, note: note.trim() }
    if (await attempt(() => call(objectionRoutes.raise, { params: { id: deal.id }, body }))) {
      setChosen('')
      setNote('')
    }
  }
  return (
    <Card title={t('objection.title')} aside={<Link to="/objections">{t('playbook.title')}</Link>}>
      {data && raised.length === 0 && <p className={classes.soft}>{t('objection.none')}</p>}
      <ul className={classes.list}>
        {raised.map((one) => (
          <Said
            key={one.id}
            deal={deal}
            raised={one}
            play={plays.find(({ id }) => id === one.objection.id)}
            canEdit={canEdit}
          />
        ))}
      </ul>
      {canEdit && book && plays.length === 0 && <p className={classes.soft}>{t('objection.noPlaybook')}</p>}
      {canEdit && plays.length > 0 && (
        <form
          className={classes.raise}
          onSubmit={(event) => {
            event.preventDefault()
            void raise()
          }}
        >
          <NativeSelect
            label={t('objection.raise')}
            data={[
              { value: '', label: t('objection.choose') },
              ...plays.map(({ id, title }) => ({ value: id, label: title })),
            ]}
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
          {chosen && (
            <>
              <TextInput
                aria-label={t('objection.note')}
                placeholder={t('objection.note')}
                value={note}
                maxLength={2_000}
                onChange={(event) => setNote(event.currentTarget.value)}
              />
              <Button type="submit" variant="filled">
                {t('objection.keep')}
              </Button>
            </>
          )}
        </form>
      )}
    </Card>
  )
}

interface SaidProps extends ObjectionsCardProps {
  raised: Raised
  play: Play | undefined
}

/** One's own answer, besides those of the playbook. */
const own = 'own'

function Said({ deal, raised, play, canEdit }: SaidProps) {
  const attempt = useAttempt()
  const { id, objection, person, note, raisedAt, answer, held, answeredAt } = raised
  const params = { id: deal.id, raised: id }
  const say = (given: string | null, stood: boolean | null) =>
    void attempt(() => call(objectionRoutes.answer, { params, body: { answer: given, held: stood } }))
  const offered = play?.answers ?? []
  const retired = answer && !offered.some((one) => one.id === answer.id) ? [answer] : []
  const heldRate = (one: Play['answers'][number]) =>
    one.held + one.failed > 0
      ? ` (${t('objection.heldOf', { held: one.held, count: one.held + one.failed })})`
      : ''
  return (
    <li className={classes.said}>
      <div className={classes.saidHead}>
        <strong>{objection.title}</strong>
        <span className={classes.by}>
          {person && <Link to={addressOf('person', person.id)}>{person.title}</Link>}{' '}
          <Relative value={raisedAt} />
        </span>
        {canEdit && (
          <ActionIcon
            aria-label={t('objection.takeBack', { name: objection.title })}
            onClick={() => void attempt(() => call(objectionRoutes.remove, { params }))}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        )}
      </div>
      {note && <p className={classes.quote}>{note}</p>}
      {canEdit ? (
        <div className={classes.answer}>
          <NativeSelect
            aria-label={t('objection.answerTo', { name: objection.title })}
            data={[
              ...(answeredAt ? [] : [{ value: '', label: t('objection.unanswered') }]),
              ...offered.map((one) => ({ value: one.id, label: `${one.text}${heldRate(one)}` })),
              ...retired.map((one) => ({ value: one.id, label: one.text })),
              { value: own, label: t('objection.own') },
            ]}
            value={answer?.id ?? (answeredAt ? own : '')}
            onChange={(event) => {
              const given = event.currentTarget.value
              say(given === own ? null : given, held)
            }}
          />
          {answeredAt && (
            <SegmentedControl
              size="xs"
              aria-label={t('objection.heldLabel', { name: objection.title })}
              data={[
                { value: 'true', label: t('objection.held') },
                { value: 'null', label: t('objection.open') },
                { value: 'false', label: t('objection.failed') },
              ]}
              value={String(held)}
              onChange={(value) => say(answer?.id ?? null, value === 'null' ? null : value === 'true')}
            />
          )}
        </div>
      ) : (
        <p className={classes.by}>
          {answer?.text ?? t(answeredAt ? 'objection.own' : 'objection.unanswered')}
          {held !== null && ` · ${t(held ? 'objection.held' : 'objection.failed')}`}
        </p>
      )}
    </li>
  )
}
