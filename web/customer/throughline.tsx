import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { Throughline as Line } from '../../contract/customer/throughline.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { addressOf } from '../records/address.ts'
import { t } from '../text/pages.ts'
import { day, dayIn, money } from '../ui/format.ts'
import type { Manner } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { Skeleton } from '@mantine/core'
import { Delayed } from '../ui/skeleton.tsx'
import { throughlineQuery } from './customer-api.ts'
import { foremost, isActivity, labelWidth, layoutOf } from './throughline-layout.ts'
import type { Gap, LineLayout, Point, Thing } from './throughline-layout.ts'
import { branchY, height, passageColour, Shape } from './throughline-shape.tsx'
import classes from './throughline.module.css'

const narrowest = 640
const tipWidth = 248
const toldAtOnce = 6
/** About the width of a letter at the size of the names beneath the line. */
const perLetter = 6

const dayOf = (at: string, manner: Manner) => day(dayIn(at, manner), manner)

const wordsOf = (thing: Thing, manner: Manner): string =>
  [thing.label, thing.detail, thing.amount && money(thing.amount, manner)].filter(Boolean).join(' · ')

/** Beneath a name: the day, and what it was worth or where they came from. */
const secondLine = (thing: Thing, manner: Manner): string =>
  [
    dayOf(thing.at, manner),
    thing.amount
      ? money(thing.amount, manner, 'compact')
      : thing.is === 'moment' && thing.kind === 'first'
        ? thing.detail
        : null,
  ]
    .filter(Boolean)
    .join(' · ')

/** The things of a place in words, what is said the same said once: "Note × 5". The weightier come first. */
function toldOf(things: readonly Thing[], manner: Manner): string[] {
  const counts = new Map<string, number>()
  for (const thing of [...things].sort((a, b) => Number(isActivity(a)) - Number(isActivity(b)))) {
    const words = wordsOf(thing, manner)
    counts.set(words, (counts.get(words) ?? 0) + 1)
  }
  return [...counts].map(([words, count]) => (count > 1 ? `${words} × ${count}` : words))
}

const gapText = ({ days }: Gap): string =>
  days >= 700
    ? t('line.years', { count: Math.round(days / 365.25) })
    : days >= 60
      ? t('line.months', { count: Math.round(days / 30.44) })
      : t('line.days', { count: days })

/** The customer's life with the company on one line, at the head of their page. */
export function Throughline({
  type,
  record,
  onPick,
}: {
  type: RecordType
  record: AnyRecord
  onPick: (day: string) => void
}) {
  const { data, error } = useQuery(throughlineQuery(type, record.id))
  return (
    <section className={classes.card} aria-label={t('line.title')}>
      {data ? (
        <Drawing line={data} name={record.title} onPick={onPick} />
      ) : (
        <div style={{ height }} className={classes.waiting}>
          {error ? (
            t('line.failed')
          ) : (
            <Delayed>
              <Skeleton height={4} radius="xl" />
            </Delayed>
          )}
        </div>
      )}
    </section>
  )
}

function Drawing({ line, name, onPick }: { line: Line; name: string; onPick: (day: string) => void }) {
  const manner = useManner()
  const frame = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState(0)
  useEffect(() => {
    if (!frame.current) return
    const observer = new ResizeObserver(([entry]) => setRoom(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(frame.current)
    return () => observer.disconnect()
  }, [])
  const width = Math.max(room, narrowest)
  const layout = useMemo(
    () =>
      layoutOf(
        line,
        width,
        (thing) => Math.max(thing.label.length, secondLine(thing, manner).length) * perLetter,
      ),
    [line, width, manner],
  )
  const [shown, setShown] = useState<{ point: Point; left: number } | null>(null)
  const show = (point: Point | null) =>
    setShown(point && { point, left: point.x - (frame.current?.scrollLeft ?? 0) })
  // Where it does not fit, it is read from today backwards.
  useLayoutEffect(() => {
    if (room > 0) frame.current?.scrollTo({ left: frame.current.scrollWidth })
  }, [room])

  const drawing = (
    <div className={classes.drawing} style={{ width, height }}>
      <Shape layout={layout} width={width} />
      {layout.gaps.map((gap) => (
        <span key={gap.x} className={classes.gap} style={{ left: gap.x }} aria-hidden>
          {gapText(gap)}
        </span>
      ))}
      <Points layout={layout} name={name} from={dayOf(line.from, manner)} onPick={onPick} onShow={show} />
      {layout.branches.map((branch) => (
        <BranchLabel key={branch.subject.id} branch={branch} todayX={layout.todayX} />
      ))}
      {layout.further > 0 && (
        <span className={classes.further} style={{ left: layout.todayX + 12 }}>
          {t('line.further', { count: layout.further })}
        </span>
      )}
      <span className={classes.today} style={{ left: layout.todayX }}>
        {t('line.today')}
      </span>
    </div>
  )
  return (
    <>
      <div ref={frame} className={classes.frame}>
        {room > 0 && drawing}
      </div>
      {shown && <Tip point={shown.point} left={shown.left} room={room} />}
    </>
  )
}

interface PointsProps {
  layout: LineLayout
  name: string
  from: string
  onPick: (day: string) => void
  onShow: (point: Point | null) => void
}

/** What can be pointed at, one stop for the Tab key and arrows between: a pointer, a finger or the keyboard reads it out. */
function Points({ layout, name, from, onPick, onShow }: PointsProps) {
  const manner = useManner()
  const navigate = useNavigate()
  const { points } = layout
  const [stop, setStop] = useState(points.length - 1)
  const list = useRef<HTMLUListElement>(null)

  const move = (event: KeyboardEvent) => {
    const to = { ArrowLeft: stop - 1, ArrowRight: stop + 1, Home: 0, End: points.length - 1 }[event.key]
    if (event.key === 'Escape') onShow(null)
    if (to === undefined || !points[to]) return
    event.preventDefault()
    setStop(to)
    list.current?.querySelectorAll('button')[to]?.focus()
  }
  const open = ({ things, at }: Point) => {
    const { subject } = foremost({ things } as Point)
    if (subject && things.length === 1) void navigate({ to: addressOf(subject.type, subject.id) })
    else onPick(dayIn(at, manner))
  }

  return (
    <ul ref={list} aria-label={t('line.of', { name, from })}>
      {points.map((point, index) => {
        const main = foremost(point)
        const told = toldOf(point.things, manner)
        return (
          <li key={`${point.at}${point.x}`}>
            <button
              type="button"
              className={classes.point}
              style={{ left: point.x, width: Math.min(28, Math.max(11, point.room)) }}
              tabIndex={index === Math.min(stop, points.length - 1) ? 0 : -1}
              aria-label={t('line.point', {
                when: dayOf(point.at, manner),
                what: [
                  ...told.slice(0, toldAtOnce),
                  ...(told.length > toldAtOnce ? [t('line.more', { count: told.length - toldAtOnce })] : []),
                ].join(', '),
              })}
              onPointerEnter={() => onShow(point)}
              onPointerLeave={() => onShow(null)}
              onFocus={() => {
                onShow(point)
                setStop(index)
              }}
              onBlur={() => onShow(null)}
              onKeyDown={move}
              onClick={() => open(point)}
            />
            {point.labelled && (
              <span className={classes.label} style={{ left: point.x - 4, maxWidth: labelWidth }} aria-hidden>
                <span
                  className={classes.what}
                  style={
                    point.passage
                      ? { color: passageColour(point.passage.from, point.passage.to).text }
                      : undefined
                  }
                >
                  {main.label}
                </span>
                <span className={classes.when}>{secondLine(main, manner)}</span>
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function Tip({ point, left, room }: { point: Point; left: number; room: number }) {
  const manner = useManner()
  const { things, at, until, passage } = point
  const [first, last] = [dayOf(at, manner), dayOf(until, manner)]
  const told = toldOf(things, manner)
  return (
    <div
      className={classes.tip}
      aria-hidden
      style={{ width: tipWidth, left: Math.min(Math.max(4, left - tipWidth / 2), room - tipWidth - 4) }}
    >
      <span className={classes.when}>{first === last ? first : `${first} – ${last}`}</span>
      {passage && (
        <span style={{ color: passageColour(passage.from, passage.to).text }}>
          {t('line.handover', { from: t(`wing.${passage.from}`), to: t(`wing.${passage.to}`) })}
        </span>
      )}
      {told.slice(0, toldAtOnce).map((words) => (
        <span key={words}>{words}</span>
      ))}
      {told.length > toldAtOnce && (
        <span className={classes.when}>{t('line.more', { count: told.length - toldAtOnce })}</span>
      )}
    </div>
  )
}

function BranchLabel({ branch, todayX }: { branch: LineLayout['branches'][number]; todayX: number }) {
  const manner = useManner()
  const navigate = useNavigate()
  return (
    <a
      className={classes.branchLabel}
      href={addressOf(branch.subject.type, branch.subject.id)}
      style={{ left: todayX + 10, top: branchY(branch.level) - 9, color: `var(--${branch.wing}-text)` }}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey) return
        event.preventDefault()
        void navigate({ to: addressOf(branch.subject.type, branch.subject.id) })
      }}
    >
      <span className={classes.what}>{branch.title}</span>
      {branch.amount && <span>{money(branch.amount, manner, 'compact')}</span>}
    </a>
  )
}
