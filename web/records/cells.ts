import type { ComponentType, LazyExoticComponent } from 'react'
import type { AnyRecord } from '../../contract/records/value.ts'

interface CellProps {
  record: AnyRecord
}

export interface Cell {
  /** Fields that it reads besides its own; they come along with the list. */
  needs: readonly string[]
  /** Cards on a board show it, whatever else they show. */
  onCards?: true
  Show: ComponentType<CellProps> | LazyExoticComponent<ComponentType<CellProps>>
}

const cells = new Map<string, Cell>()

/** How a wing shows a field of its records in lists, where its value alone does not say enough. The routes register it. */
export const registerCell = (typeName: string, field: string, cell: Cell) =>
  void cells.set(`${typeName} ${field}`, cell)
export const cellOf = (typeName: string, field: string): Cell | undefined => cells.get(`${typeName} ${field}`)

/** What the cells of these fields read besides them. */
export const neededBy = (typeName: string, fields: readonly string[]): readonly string[] =>
  fields.flatMap((field) => cellOf(typeName, field)?.needs ?? [])

/** The fields that cards show besides those that a reader has chosen. */
export const onCards = (typeName: string): readonly string[] =>
  [...cells].flatMap(([key, cell]) => {
    const [type, field = ''] = key.split(' ')
    return cell.onCards && type === typeName ? [field] : []
  })
