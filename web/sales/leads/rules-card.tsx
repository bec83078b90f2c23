import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { ActionIcon, Button, MultiSelect, NativeSelect, Select, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { measure } from '../../../contract/records/filter.ts'
import { openLeadStatuses } from '../../../contract/sales/lead.ts'
import { assignmentWays } from '../../../contract/sales/lead-assignment.ts'
import type {
  AssignmentRule,
  AssignmentRuleInput,
  AssignmentWay,
} from '../../../contract/sales/lead-assignment.ts'
import { team as teamType, user as userType } from '../../../contract/team/user.ts'
import { someQuery } from '../../records/record-api.ts'
import { useTypeByPlural } from '../../shell/types.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { day } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import classes from './lead-settings.module.css'
import { inputOf, rulesQuery, useRuleChanges } from './settings-api.ts'

const FilterBuilder = lazy(() => import('../../records/filter-builder.tsx'))

const everybody = { filter: null, sort: 'name', fields: ['active'] }
const most = 200

const nobodys = JSON.stringify({
  and: [
    { field: 'owner', op: 'empty' },
    { field: 'status', op: 'anyOf', value: [...openLeadStatuses] },
  ],
})

/** Who gets new leads: the rules in their order, the first that fits decides. */
export function RulesCard({ canEdit }: { canEdit: boolean }) {
  const { data } = useSuspenseQuery(rulesQuery)
  const set = useRuleChanges()
  const rules = data.data
  const inputs = rules.map(inputOf)
  const replaced = (at: number, rule: AssignmentRuleInput | null) =>
    void set(rules, rule ? inputs.with(at, rule) : inputs.toSpliced(at, 1))
  const moved = (at: number, by: -1 | 1) => {
    const [rule] = inputs.slice(at, at + 1)
    if (rule) void set(rules, inputs.toSpliced(at, 1).toSpliced(at + by, 0, rule))
  }
  return (
    <Card title={t('leads.rules')}>
      <p className={classes.text}>{t('leads.rulesText')}</p>
      {data.unassigned > 0 && (
        <p className={classes.unassigned}>
          <Link to="/$plural" params={{ plural: 'leads' }} search={{ view: 'all', filter: nobodys }}>
            {t('leads.unassigned', { count: data.unassigned })}
          </Link>
        </p>
      )}
      {rules.length === 0 ? (
        <EmptyState title={t('leads.noRules')}>{t('leads.noRulesText')}</EmptyState>
      ) : (
        <ol className={classes.rules} aria-label={t('leads.rules')}>
          {rules.map((rule, at) => (
            <li key={rule.id} className={classes.rule}>
              <Rule
                rule={rule}
                canEdit={canEdit}
                onChange={(changed) => replaced(at, { ...inputs[at]!, ...changed })}
              />
              {canEdit && (
                <div className={classes.ruleActions}>
                  <ActionIcon
                    aria-label={t('leads.ruleUp', { name: rule.name })}
                    disabled={at === 0}
                    onClick={() => moved(at, -1)}
                  >
                    <IconArrowUp size={16} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={t('leads.ruleDown', { name: rule.name })}
                    disabled={at === rules.length - 1}
                    onClick={() => moved(at, 1)}
                  >
                    <IconArrowDown size={16} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={t('leads.ruleDelete', { name: rule.name })}
                    onClick={() => replaced(at, null)}
                  >
                    <IconTrash size={16} aria-hidden />
                  </ActionIcon>
                </div>
              )}
            </li>
          ))}
        </ol>
      )}
      {canEdit && <NewRule onAdd={(rule) => set(rules, [...inputs, rule])} />}
    </Card>
  )
}

interface RuleProps {
  rule: AssignmentRule
  canEdit: boolean
  onChange: (change: Partial<AssignmentRuleInput>) => void
}

function Rule({ rule, canEdit, onChange }: RuleProps) {
  const manner = useManner()
  const [name, setName] = useState(rule.name)
  const [filtering, setFiltering] = useState(false)
  const type = useTypeByPlural('leads')
  const all = [...rule.members, ...(rule.team?.members ?? [])]
  const away = all.filter(({ awayUntil }) => awayUntil !== null)
  return (
    <div className={classes.ruleBody}>
      <TextInput
        aria-label={t('leads.ruleName')}
        className={classes.ruleName ?? ''}
        value={name}
        readOnly={!canEdit}
        maxLength={120}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={() => name.trim() && name.trim() !== rule.name && onChange({ name: name.trim() })}
      />
      {type && (
        <Suspense>
          <FilterBuilder
            type={type}
            filter={rule.filter}
            onFilter={(filter) => onChange({ filter })}
            opened={filtering && canEdit}
            onOpened={setFiltering}
            label={
              rule.filter
                ? t('leads.ruleFiltered', { count: measure(rule.filter).conditions })
                : t('leads.ruleAll')
            }
            keyless
          />
        </Suspense>
      )}
      <Givers
        key={rule.members.map(({ id }) => id).join()}
        way={rule.way}
        members={rule.members.map(({ id }) => id)}
        team={rule.team?.id ?? null}
        canEdit={canEdit}
        onChange={onChange}
      />
      {away.length > 0 && (
        <p className={classes.away}>
          {away
            .map(({ title, awayUntil }) => t('leads.away', { name: title, until: day(awayUntil, manner) }))
            .join(' · ')}
        </p>
      )}
    </div>
  )
}

interface GiversProps {
  way: AssignmentWay
  members: string[]
  team: string | null
  canEdit: boolean
  onChange: (change: Partial<AssignmentRuleInput>) => void
}

/** To whom, and how among them. */
function Givers({ way, members, team, canEdit, onChange }: GiversProps) {
  const { data: users } = useQuery(someQuery(userType, everybody, most))
  const { data: teams } = useQuery(someQuery(teamType, { ...everybody, fields: [] }, most))
  const [chosen, setChosen] = useState(members)
  const people = (users?.data ?? []).filter(({ id, active }) => active || members.includes(id))
  return (
    <>
      <MultiSelect
        className={classes.members ?? ''}
        aria-label={t('leads.ruleMembers')}
        placeholder={chosen.length === 0 ? t('leads.ruleMembers') : ''}
        data={people.map(({ id, title }) => ({ value: id, label: title }))}
        value={chosen}
        readOnly={!canEdit}
        searchable
        // A rule needs somebody: the last one goes with the rule, or when a team is chosen.
        onChange={(next) => {
          setChosen(next)
          if (next.length > 0 || team) onChange({ members: next })
        }}
        error={chosen.length === 0 && !team ? t('leads.ruleNobody') : undefined}
      />
      <Select
        aria-label={t('leads.ruleTeam')}
        placeholder={t('leads.ruleTeam')}
        data={(teams?.data ?? []).map(({ id, title }) => ({ value: id, label: title }))}
        value={team}
        readOnly={!canEdit}
        clearable={members.length > 0}
        onChange={(next) => onChange({ team: next })}
      />
      <NativeSelect
        aria-label={t('leads.ruleWay')}
        data={assignmentWays.map((value) => ({ value, label: t(`leads.${value}`) }))}
        value={way}
        disabled={!canEdit}
        onChange={(event) => onChange({ way: event.currentTarget.value as AssignmentWay })}
      />
    </>
  )
}

/** A rule is there once it has a name and somebody to give leads to. */
function NewRule({ onAdd }: { onAdd: (rule: AssignmentRuleInput) => Promise<boolean> }) {
  const blank: AssignmentRuleInput = { name: '', filter: null, way: 'roundRobin', members: [], team: null }
  const [rule, setRule] = useState<AssignmentRuleInput | null>(null)
  if (!rule)
    return (
      <Button onClick={() => setRule({ ...blank, name: t('leads.ruleNew') })}>{t('leads.ruleAdd')}</Button>
    )
  const ready = rule.name.trim() !== '' && (rule.members.length > 0 || rule.team !== null)
  return (
    <form
      noValidate
      className={classes.rule}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) void onAdd({ ...rule, name: rule.name.trim() }).then((added) => added && setRule(null))
      }}
    >
      <div className={classes.ruleBody}>
        <TextInput
          aria-label={t('leads.ruleName')}
          value={rule.name}
          autoFocus
          maxLength={120}
          onChange={(event) => setRule({ ...rule, name: event.currentTarget.value })}
        />
        <Givers
          way={rule.way}
          members={rule.members}
          team={rule.team}
          canEdit
          onChange={(change) => setRule({ ...rule, ...change })}
        />
      </div>
      <div className={classes.ruleActions}>
        <Button type="submit" variant="filled" disabled={!ready}>
          {t('leads.ruleAdd')}
        </Button>
        <Button onClick={() => setRule(null)}>{t('ui.cancel')}</Button>
      </div>
    </form>
  )
}
