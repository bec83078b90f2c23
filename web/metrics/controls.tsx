import { Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { addDays } from '../../contract/values/day.ts'
import { grains } from '../../contract/values/period.ts'
import type { Grain, Period } from '../../contract/values/period.ts'
import { recordTypeOf } from '../shell/types.ts'
import { someQuery } from '../records/record-api.ts'
import { t } from '../text/seldom.ts'
import { AsOf } from './as-of.tsx'
import { presets } from './search.ts'
import type { MetricsSearch, Preset } from './search.ts'
import classes from './controls.module.css'

interface ControlsProps {
  search: MetricsSearch
  period: Period
  onChange: (next: MetricsSearch) => void
  /** Only where a series is large enough to choose. */
  grain?: Grain
  /** Whether any of it can be asked as of an earlier day. */
  asOf?: boolean
}

function useTitles(typeName: 'user' | 'team' | 'pipeline') {
  const { data } = useQuery(
    someQuery(recordTypeOf(typeName), { filter: null, sort: 'title', fields: [] }, 200),
  )
  return (data?.data ?? []).map(({ id, title }) => ({ value: id, label: title }))
}

/** Which days, whose, and how finely. What is chosen stands in the address, so that it can be kept and passed on. */
export function Controls({ search, period, onChange, grain, asOf }: ControlsProps) {
  const teams = useTitles('team')
  const owners = useTitles('user')
  const pipelines = useTitles('pipeline')
  const own = search.from !== undefined && search.to !== undefined
  return (
    <div className={classes.controls} role="group" aria-label={t('metrics.show')}>
      <Select
        aria-label={t('metrics.period')}
        className={classes.period}
        data={[
          ...presets.map((preset) => ({ value: preset as string, label: t(`metrics.${preset}`) })),
          { value: 'custom', label: t('metrics.custom') },
        ]}
        value={own ? 'custom' : (search.period ?? 'thisQuarter')}
        allowDeselect={false}
        onChange={(chosen) => {
          if (chosen === 'custom') onChange({ ...period, period: undefined })
          else onChange({ period: chosen as Preset, from: undefined, to: undefined })
        }}
      />
      {own && (
        <>
          <TextInput
            type="date"
            required
            aria-label={t('metrics.fromDay')}
            value={period.from}
            max={addDays(period.to, -1)}
            onChange={({ target }) =>
              target.value && target.value < period.to && onChange({ from: target.value })
            }
          />
          <TextInput
            type="date"
            required
            aria-label={t('metrics.toDay')}
            value={addDays(period.to, -1)}
            min={period.from}
            onChange={({ target }) =>
              target.value && target.value >= period.from && onChange({ to: addDays(target.value, 1) })
            }
          />
        </>
      )}
      {grain && (
        <Select
          aria-label={t('metrics.grain')}
          className={classes.grain}
          data={grains.map((one) => ({ value: one, label: t(`metrics.${one}`) }))}
          value={grain}
          allowDeselect={false}
          onChange={(chosen) => onChange({ grain: chosen as Grain })}
        />
      )}
      <Select
        aria-label={t('metrics.team_')}
        className={classes.whose}
        placeholder={t('metrics.anyTeam')}
        data={teams}
        value={search.team ?? null}
        clearable
        searchable
        onChange={(team) => onChange({ team: team ?? undefined })}
      />
      <Select
        aria-label={t('metrics.owner')}
        className={classes.whose}
        placeholder={t('metrics.anyOwner')}
        data={owners}
        value={search.owner ?? null}
        clearable
        searchable
        onChange={(owner) => onChange({ owner: owner ?? undefined })}
      />
      {(pipelines.length > 1 || search.pipeline) && (
        <Select
          aria-label={t('metrics.pipeline')}
          className={classes.whose}
          placeholder={t('metrics.anyPipeline')}
          data={pipelines}
          value={search.pipeline ?? null}
          clearable
          searchable
          onChange={(pipeline) => onChange({ pipeline: pipeline ?? undefined })}
        />
      )}
      {asOf && <AsOf day={search.asOf} onChange={(day) => onChange({ asOf: day })} />}
    </div>
  )
}
