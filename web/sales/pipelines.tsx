import { Button } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { deal as dealType } from '../../contract/sales/deal.ts'
import { pipeline as pipelineType, stage as stageType } from '../../contract/sales/pipeline.ts'
import { useChanges } from '../records/changes.ts'
import { someQuery, summaryQuery } from '../records/record-api.ts'
import { useMay } from '../shell/session.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { messageOf } from '../shell/api.ts'
import { t } from '../text/seldom.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { toastFailed } from '../ui/toast.tsx'
import { RolesCard } from './deals/roles-card.tsx'
import { PipelineCard } from './pipeline-card.tsx'
import classes from './pipelines.module.css'
import { after, byPosition, freeName } from './positions.ts'

const most = 200

/** The stages that deals go through, pipeline by pipeline. */
export default function Pipelines() {
  const { data: pipelines } = useSuspenseQuery(
    someQuery(
      pipelineType,
      { filter: null, sort: 'position', fields: ['name', 'position', 'nextStepDemanded'] },
      most,
    ),
  )
  const { data: stages } = useSuspenseQuery(
    someQuery(stageType, { filter: null, sort: 'position', fields: Object.keys(stageType.fields) }, most),
  )
  const { data: deals } = useQuery(summaryQuery(dealType, 'stage', null, null))
  const { create } = useChanges(pipelineType)
  const may = useMay(pipelineType.name)
  const counts = new Map((deals?.groups ?? []).map((group) => [group.key, group.count]))
  const ordered = byPosition(pipelines.data)

  const add = async () => {
    const name = freeName(
      t('pipelines.newName'),
      ordered.map(({ title }) => title),
    )
    try {
      await create({ name, position: after(ordered) })
    } catch (error) {
      toastFailed(messageOf(error), () => void add())
    }
  }
  useShortcuts(may('create') ? [{ keys: 'c', label: t('pipelines.add'), run: () => void add() }] : [])

  return (
    <Page>
      <PageHeader
        title={t('pipelines.title')}
        subtitle={t('pipelines.text')}
        actions={
          may('create') && (
            <Button variant="filled" onClick={() => void add()} rightSection={<KeyHint keys="c" />}>
              {t('pipelines.add')}
            </Button>
          )
        }
      />
      <div className={classes.cards}>
        {ordered.map((pipeline) => (
          <PipelineCard
            key={pipeline.id}
            pipeline={pipeline}
            stages={byPosition(stages.data.filter((stage) => stage['pipeline'] === pipeline.id))}
            all={stages.data}
            counts={counts}
            counted={deals !== undefined}
            canEdit={may('edit')}
          />
        ))}
        <RolesCard canEdit={may('edit')} />
      </div>
    </Page>
  )
}
