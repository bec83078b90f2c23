import { Button, Popover, Switch } from '@mantine/core'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { leaderBoardRoutes, type LeaderBoardTeam } from '../../../contract/metrics/leader-board.ts'
import type { Period } from '../../../contract/values/period.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useMay } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { money, number } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { CardSkeleton } from '../../ui/skeleton.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { csvOf, download } from '../csv.ts'
import { isPicked, type View } from './view.ts'
import classes from './reports.module.css'

const boardQuery = (query: Period & { team?: string }) =>
  queryOptions({
    queryKey: ['metrics', 'leader-board', query],
    queryFn: ({ signal }) => call(leaderBoardRoutes.read, { query, signal }),
  })

/** Who won and did how much. Teams that want none of it are not on it. */
export function LeaderBoard({ view }: { view: View }) {
  const manner = useManner()
  const may = useMay('deal')
  const { team } = view.whose
  const { data, error } = useQuery(boardQuery({ ...view.period, ...(team && { team }) }))
  const rows = data?.data ?? []
  const off = data?.teams.filter(({ shown }) => !shown) ?? []
  const heads = [
    t('reports.member'),
    t('reports.boardWon'),
    t('reports.boardDeals'),
    t('reports.boardActivities'),
  ]
  const most = Math.max(1, ...rows.map(({ won }) => Number(won.amount)))
  return (
    <Card
      title={t('reports.board')}
      aside={
        <div className={classes.tools}>
          {off.length > 0 && (
            <span>{t('reports.boardOff', { teams: off.map(({ name }) => name).join(', ') })}</span>
          )}
          {data?.teams.some(({ mayTurn }) => mayTurn) && <Teams teams={data.teams} />}
          {may('export') && rows.length > 0 && (
            <Button
              variant="subtle"
              aria-label={t('reports.csvOf', { what: t('reports.board') })}
              onClick={() =>
                download(
                  `${t('reports.board')}.csv`,
                  csvOf([
                    heads,
                    ...rows.map(({ name, won, deals, activities }) => [
                      name,
                      won.amount,
                      String(deals),
                      String(activities),
                    ]),
                  ]),
                )
              }
            >
              {t('reports.csv')}
            </Button>
          )}
        </div>
      }
    >
      <p className={classes.hint}>{t('reports.boardText')}</p>
      {error ? (
        <p className={classes.hint}>{messageOf(error)}</p>
      ) : !data ? (
        <CardSkeleton lines={4} />
      ) : rows.length === 0 ? (
        <p className={classes.hint}>{t('reports.boardNone')}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ user, name, won, deals, activities }) => (
              <tr key={user} aria-current={isPicked(view, 'sales.deals-won', `group:${user}`) || undefined}>
                <th scope="row">
                  <button
                    type="button"
                    className={classes.pick}
                    disabled={deals === 0}
                    onClick={() => view.open('sales.deals-won', `group:${user}`, 'owner')}
                  >
                    {name}
                  </button>
                </th>
                <td className={classes.barred}>
                  <span className={classes.track} aria-hidden>
                    <span
                      className={classes.fill}
                      style={{ width: `${(Math.max(0, Number(won.amount)) / most) * 100}%` }}
                    />
                  </span>
                  <span className={classes.value}>{money(won, manner, 'compact')}</span>
                </td>
                <td>{number(deals, manner)}</td>
                <td>{number(activities, manner)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

/** Which teams are on the board, for who may say so. */
function Teams({ teams }: { teams: readonly LeaderBoardTeam[] }) {
  const queries = useQueryClient()
  const [opened, setOpened] = useState(false)
  const turn = async (id: string, shown: boolean) => {
    try {
      await call(leaderBoardRoutes.turn, { params: { id }, body: { shown } })
      await queries.invalidateQueries({ queryKey: ['metrics', 'leader-board'] })
    } catch (error) {
      toastFailed(messageOf(error), () => void turn(id, shown))
    }
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="subtle" onClick={() => setOpened(!opened)}>
          {t('reports.boardTeams')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('reports.boardTeams')}>
        <div className={classes.teams}>
          {teams.map(({ id, name, shown, mayTurn }) => (
            <Switch
              key={id}
              label={name}
              checked={shown}
              disabled={!mayTurn}
              onChange={({ target }) => void turn(id, target.checked)}
            />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
