import '@mantine/core/styles/FloatingIndicator.layer.css'
import '@mantine/core/styles/SegmentedControl.layer.css'
import { SegmentedControl, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { answers } from '../../../contract/sales/lead-qualification.ts'
import type { Answer, Framework, Qualification } from '../../../contract/sales/lead-qualification.ts'
import { messageOf } from '../../shell/api.ts'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { Relative } from '../../ui/manner.tsx'
import { CardSkeleton } from '../../ui/skeleton.tsx'
import { criterionTexts } from './criteria.ts'
import classes from './guide.module.css'
import { qualificationQuery, useLeadActs } from './lead-api.ts'

const frameworkNames = { bant: 'BANT', meddic: 'MEDDIC' } as const

/** What to find out during the call, and what is known by now. */
export function Guide({ lead, canEdit }: { lead: AnyRecord; canEdit: boolean }) {
  const { data, error } = useQuery(qualificationQuery(lead.id))
  const list = useRef<HTMLOListElement>(null)
  const { answer } = useLeadActs(lead)
  useShortcuts(
    canEdit
      ? [
          {
            keys: 'a',
            label: t('guide.answer'),
            run: () => {
              const chosen = (within: string) =>
                list.current?.querySelector<HTMLInputElement>(`${within} input:checked`)
              ;(chosen('[data-open]') ?? chosen('li'))?.focus()
            },
          },
        ]
      : [],
  )
  if (error) return <Card title={t('guide.title')}>{messageOf(error)}</Card>
  if (!data)
    return (
      <Card title={t('guide.title')}>
        <CardSkeleton lines={4} />
      </Card>
    )
  const { framework, score } = data
  return (
    <Card
      title={
        <>
          {t('guide.title')}{' '}
          <span className={classes.framework}>
            {framework.name === 'own' ? '' : frameworkNames[framework.name]}
          </span>
        </>
      }
      aside={
        <>
          <span className={classes.score}>
            {score === null ? t('guide.noScore') : t('guide.score', { score })}
          </span>
          {canEdit && <KeyHint keys="a" />}
        </>
      }
    >
      <ol ref={list} className={classes.criteria}>
        {data.answers.map((one) => (
          <Criterion
            key={one.criterion}
            framework={framework}
            known={one}
            canEdit={canEdit}
            onAnswer={(given, note) => void answer(one.criterion, given, note)}
          />
        ))}
      </ol>
    </Card>
  )
}

interface CriterionProps {
  framework: Framework
  known: Qualification['answers'][number]
  canEdit: boolean
  onAnswer: (answer: Answer, note: string) => void
}

function Criterion({ framework, known, canEdit, onAnswer }: CriterionProps) {
  const { label, question } = criterionTexts(framework, known.criterion)
  const [note, setNote] = useState(known.note)
  const keep = () => {
    if (note.trim() !== known.note) onAnswer(known.answer, note.trim())
  }
  return (
    <li className={classes.criterion} data-open={known.answer === 'unknown' || undefined}>
      <div className={classes.about}>
        <strong>{label}</strong>
        {question && <span className={classes.question}>{question}</span>}
      </div>
      {canEdit ? (
        <>
          <SegmentedControl
            aria-label={label}
            size="xs"
            data={answers.map((value) => ({ value, label: t(`guide.${value}`) }))}
            value={known.answer}
            onChange={(value) => onAnswer(value, note.trim())}
          />
          <TextInput
            size="xs"
            className={classes.note ?? ''}
            aria-label={t('guide.noteOf', { criterion: label })}
            placeholder={t('guide.note')}
            maxLength={2_000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            onBlur={keep}
            onKeyDown={(event) => {
              if (event.key === 'Enter') keep()
            }}
          />
        </>
      ) : (
        <>
          <span>{t(`guide.${known.answer}`)}</span>
          {known.note && <p className={classes.question}>{known.note}</p>}
        </>
      )}
      {known.by && known.at && (
        <span className={classes.by}>
          {known.by} · <Relative value={known.at} />
        </span>
      )}
    </li>
  )
}
