import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { criteriaOf } from '../../../contract/sales/lead-qualification.ts'
import type { Framework } from '../../../contract/sales/lead-qualification.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { criterionTexts } from './criteria.ts'
import classes from './lead-settings.module.css'

interface FrameworkProps {
  framework: Framework
  canEdit: boolean
  onChange: (framework: Framework) => void
}

interface Line {
  key: string
  label: string
  question: string
}

const keyOf = (taken: readonly string[]): string => {
  let at = taken.length + 1
  while (taken.includes(`c${at}`)) at++
  return `c${at}`
}

/** By what leads are qualified: a framework that comes along, or the company's own checklist. */
export function FrameworkCard({ framework, canEdit, onChange }: FrameworkProps) {
  const lines = criteriaOf(framework).map((key) => ({ key, ...criterionTexts(framework, key) }))
  const choose = (name: string) =>
    onChange(name === 'own' ? { name: 'own', criteria: lines } : { name: name as 'bant' | 'meddic' })
  return (
    <Card title={t('leads.framework')}>
      <p className={classes.text}>{t('leads.frameworkText')}</p>
      <NativeSelect
        aria-label={t('leads.framework')}
        className={classes.choice ?? ''}
        data={[
          { value: 'bant', label: 'BANT' },
          { value: 'meddic', label: 'MEDDIC' },
          { value: 'own', label: t('leads.ownChecklist') },
        ]}
        value={framework.name}
        disabled={!canEdit}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {framework.name === 'own' && canEdit ? (
        <Checklist
          key={JSON.stringify(framework)}
          lines={framework.criteria}
          onChange={(criteria) => onChange({ name: 'own', criteria })}
        />
      ) : (
        <dl className={classes.criteria}>
          {lines.map(({ key, label, question }) => (
            <div key={key}>
              <dt>{label}</dt>
              <dd>{question}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  )
}

function Checklist({ lines, onChange }: { lines: Line[]; onChange: (lines: Line[]) => void }) {
  const [written, setWritten] = useState(lines)
  const ready = written.every(({ label }) => label.trim() !== '')
  const write = (at: number, change: Partial<Line>) =>
    setWritten((before) => before.map((line, i) => (i === at ? { ...line, ...change } : line)))
  const keep = (next: Line[]) => {
    if (next.every(({ label }) => label.trim() !== '')) onChange(next)
  }
  return (
    <>
      <ol className={classes.checklist}>
        {written.map((line, at) => (
          <li key={line.key}>
            <TextInput
              aria-label={t('leads.criterion')}
              placeholder={t('leads.criterion')}
              value={line.label}
              maxLength={80}
              onChange={(event) => write(at, { label: event.currentTarget.value })}
              onBlur={() => keep(written)}
            />
            <TextInput
              aria-label={t('leads.question', { criterion: line.label })}
              placeholder={t('leads.questionHint')}
              value={line.question}
              maxLength={300}
              onChange={(event) => write(at, { question: event.currentTarget.value })}
              onBlur={() => keep(written)}
            />
            <ActionIcon
              aria-label={t('leads.criterionDelete', { criterion: line.label })}
              disabled={written.length === 1}
              onClick={() => keep(written.toSpliced(at, 1))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ol>
      <Button
        disabled={!ready || written.length >= 20}
        onClick={() =>
          setWritten([...written, { key: keyOf(written.map(({ key }) => key)), label: '', question: '' }])
        }
      >
        {t('leads.criterionAdd')}
      </Button>
    </>
  )
}
