import '@mantine/core/styles/Checkbox.layer.css'
import { Checkbox, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { exitRoutes, type Asked } from '../../../contract/sales/exit-criteria.ts'
import { pipeline as pipelineType } from '../../../contract/sales/pipeline.ts'
import { useChanges } from '../../records/changes.ts'
import { recordQuery } from '../../records/record-api.ts'
import { call } from '../../shell/api.ts'
import { useSession } from '../../shell/session.tsx'
import { recordTypeOf } from '../../shell/types.ts'
import { fieldLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { dayIn } from '../../ui/format.ts'
import { Relative, useManner } from '../../ui/manner.tsx'
import { useNow } from '../../ui/use-now.ts'
import { askedQuery, useAttempt } from './deal-api.ts'
import classes from './deal-depth.module.css'
import StageAge from './stage-age.tsx'

interface StageCardProps {
  deal: AnyRecord
  canEdit: boolean
}

/** What comes next, and what the present stage still asks for. */
export function StageCard({ deal, canEdit }: StageCardProps) {
  const { data } = useQuery(askedQuery(deal.id))
  const asked = data?.data ?? []
  return (
    <Card title={t('depth.next')} aside={<StageAge record={deal} />}>
      <NextStep key={deal.version} deal={deal} canEdit={canEdit} />
      {asked.length > 0 && (
        <>
          <h3 className={classes.subtitle}>{t('exit.asks')}</h3>
          <ul className={classes.list}>
            {asked.map((one) => (
              <Item key={one.id ?? one.field} deal={deal} asked={one} canEdit={canEdit} />
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}

function NextStep({ deal, canEdit }: StageCardProps) {
  const { update } = useChanges(recordTypeOf('deal'))
  const { company } = useSession()
  const manner = useManner()
  const today = dayIn(useNow(), { ...manner, zone: company.timeZone })
  const { data: pipeline } = useQuery(recordQuery(pipelineType, String(deal['pipeline'])))
  const [step, setStep] = useState(String(deal['nextStep'] ?? ''))
  const on = String(deal['nextStepOn'] ?? '')
  const demanded = pipeline?.['nextStepDemanded'] === true
  const late = on !== '' && on < today
  const missing = demanded && (!deal['nextStep'] || on === '')
  return (
    <div className={classes.step}>
      <TextInput
        label={t('depth.step')}
        placeholder={t('depth.stepHint')}
        value={step}
        readOnly={!canEdit}
        maxLength={2_000}
        onChange={(event) => setStep(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        onBlur={() => {
          if (step.trim() !== String(deal['nextStep'] ?? ''))
            void update(deal, { nextStep: step.trim() || null })
        }}
      />
      <TextInput
        label={t('depth.stepOn')}
        type="date"
        defaultValue={on}
        readOnly={!canEdit}
        onBlur={(event) => {
          const chosen = event.currentTarget.value
          if (chosen !== on) void update(deal, { nextStepOn: chosen || null })
        }}
      />
      {(missing || late) && (
        <p role="status" className={classes.late}>
          {t(missing ? 'depth.stepMissing' : 'depth.stepLate')}
        </p>
      )}
    </div>
  )
}

function Item({ deal, asked, canEdit }: StageCardProps & { asked: Asked }) {
  const attempt = useAttempt()
  const { id, field, label, met, by, at } = asked
  const declared = field === null ? undefined : recordTypeOf('deal').fields[field]
  if (declared)
    return (
      <li className={classes.asked} data-met={met || undefined}>
        <Checkbox label={t('exit.known', { field: fieldLabel(declared) })} checked={met} disabled readOnly />
      </li>
    )
  return (
    <li className={classes.asked} data-met={met || undefined}>
      <Checkbox
        label={label}
        checked={met}
        disabled={!canEdit}
        onChange={(event) => {
          const { checked } = event.currentTarget
          void attempt(() =>
            call(exitRoutes.check, { params: { id: deal.id, criterion: String(id) }, body: { checked } }),
          )
        }}
      />
      {at && (
        <span className={classes.by}>
          {by} · <Relative value={at} />
        </span>
      )}
    </li>
  )
}
