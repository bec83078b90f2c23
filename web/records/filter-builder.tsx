import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { Button, Popover } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { Filter } from '../../contract/records/filter.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { t } from '../text/pages.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { FilterRow } from './filter-row.tsx'
import { emptyGroup, newRow, replaced, toFilter, toTree } from './filter-tree.ts'
import type { Group, Node } from './filter-tree.ts'
import classes from './filter.module.css'

interface FilterBuilderProps {
  type: RecordType
  filter: Filter | null
  onFilter: (filter: Filter | null) => void
  opened: boolean
  onOpened: (opened: boolean) => void
  label: string
  /** The page has no key that opens it. */
  keyless?: true
}

/** The list follows while the filter is built; there is nothing to apply. */
export default function FilterBuilder({
  type,
  filter,
  onFilter,
  opened,
  onOpened,
  label,
  keyless,
}: FilterBuilderProps) {
  const opener = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!opened) return
    // The lists of the pickers inside float too: a click there is none outside.
    const close = (event: MouseEvent) => {
      const target = event.target as Element
      if (!target.closest('#overlays') && !opener.current?.contains(target)) onOpened(false)
    }
    document.addEventListener('mousedown', close)
    return () => document.removeEventListener('mousedown', close)
  }, [opened, onOpened])
  return (
    <Popover
      opened={opened}
      onChange={onOpened}
      width={640}
      position="bottom-end"
      trapFocus
      closeOnClickOutside={false}
    >
      <Popover.Target>
        <Button
          ref={opener}
          onClick={() => onOpened(!opened)}
          data-active={filter !== null || undefined}
          rightSection={keyless ? undefined : <KeyHint keys="f" />}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={12} className={classes.dropdown} aria-label={t('filter.title')}>
        {opened && <Tree type={type} filter={filter} onFilter={onFilter} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function Tree({ type, filter, onFilter }: Pick<FilterBuilderProps, 'type' | 'filter' | 'onFilter'>) {
  // The builder's own tree, since an unfinished row is in no filter yet.
  const [tree, setTree] = useState(() => {
    const known = toTree(filter)
    return known.nodes.length > 0 ? known : { ...known, nodes: [newRow(type)] }
  })
  const change = (next: Group) => {
    setTree(next)
    onFilter(toFilter(next))
  }
  return (
    <>
      <Nodes type={type} group={tree} onGroup={change} root={tree} onRoot={change} depth={0} />
      {tree.nodes.length > 0 && (
        <div className={classes.foot}>
          <Button variant="subtle" onClick={() => change(emptyGroup())}>
            {t('filter.clear')}
          </Button>
        </div>
      )}
    </>
  )
}

interface NodesProps {
  type: RecordType
  group: Group
  onGroup: (group: Group) => void
  root: Group
  onRoot: (root: Group) => void
  depth: number
}

/** The server takes six levels; three are what a person follows. */
const deepest = 2

function Nodes({ type, group, onGroup, root, onRoot, depth }: NodesProps) {
  const set = (key: string, by: Node | null) => onRoot(replaced(root, key, by))
  const add = (node: Node) => onGroup({ ...group, nodes: [...group.nodes, node] })
  return (
    <fieldset className={depth === 0 ? classes.root : classes.group}>
      <legend className="visually-hidden">{group.join === 'and' ? t('filter.all') : t('filter.any')}</legend>
      {(group.nodes.length > 1 || depth > 0) && (
        <div className={classes.join}>
          <select
            aria-label={t('filter.match')}
            className={classes.joinSelect}
            value={group.join}
            onChange={(event) => onGroup({ ...group, join: event.currentTarget.value as Group['join'] })}
          >
            <option value="and">{t('filter.all')}</option>
            <option value="or">{t('filter.any')}</option>
          </select>
          {depth > 0 && (
            <Button variant="subtle" onClick={() => set(group.key, null)}>
              {t('filter.removeGroup')}
            </Button>
          )}
        </div>
      )}
      {group.nodes.map((node) =>
        node.kind === 'row' ? (
          <FilterRow key={node.key} type={type} row={node} onRow={(row) => set(node.key, row)} />
        ) : node.kind === 'group' ? (
          <Nodes
            key={node.key}
            type={type}
            group={node}
            onGroup={(next) => set(node.key, next)}
            root={root}
            onRoot={onRoot}
            depth={depth + 1}
          />
        ) : (
          <div key={node.key} className={classes.other}>
            <code>{JSON.stringify(node.filter)}</code>
            <Button variant="subtle" onClick={() => set(node.key, null)}>
              {t('filter.remove')}
            </Button>
          </div>
        ),
      )}
      <div className={classes.add}>
        <Button variant="subtle" onClick={() => add(newRow(type))}>
          {t('filter.add')}
        </Button>
        {depth < deepest && (
          <Button
            variant="subtle"
            onClick={() => add({ ...emptyGroup(group.join === 'and' ? 'or' : 'and'), nodes: [newRow(type)] })}
          >
            {t('filter.addGroup')}
          </Button>
        )}
      </div>
    </fieldset>
  )
}
