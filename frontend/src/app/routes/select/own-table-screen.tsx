import { Tabs } from '@mantine/core'
import { useSearchParams } from 'react-router'
import type { CommonColumn, Selection, Upload } from '@/client/wire'
import { QueryView } from '@/components/ui/query-view'
import { useCommonSchema } from '@/features/uploads/api/get-common-schema'
import { useUpload } from '@/features/uploads/api/get-upload'
import { ExtendScreen } from './extend-screen'
import { OwnFeatures } from './own-features'

export interface OwnTableProps {
  selection: Selection
  upload: Upload
  schema: CommonColumn[]
}

/** An own table is trained on alone, or extends a catalogue; which of both stands in the address. */
export function OwnTableScreen({ selection, uploadId }: { selection: Selection; uploadId: string | null }) {
  const upload = useUpload(uploadId)
  const schema = useCommonSchema()
  const [search, setSearch] = useSearchParams()
  const use = search.get('use') === 'extend' ? 'extend' : 'train'
  return (
    <QueryView query={upload} what="the columns of your table" height={480}>
      {(held) => (
        <QueryView query={schema} what="the columns that the missions share" height={480}>
          {(columns) => (
            <Tabs
              value={use}
              onChange={(name) => setSearch(name === 'extend' ? { use: 'extend' } : {}, { preventScrollReset: true })}
              keepMounted={false}
            >
              <Tabs.List mb="lg">
                <Tabs.Tab value="train">Train on your table</Tabs.Tab>
                <Tabs.Tab value="extend">Extend a catalogue with it</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="train">
                <OwnFeatures selection={selection} upload={held} schema={columns} />
              </Tabs.Panel>
              <Tabs.Panel value="extend">
                <ExtendScreen selection={selection} upload={held} schema={columns} />
              </Tabs.Panel>
            </Tabs>
          )}
        </QueryView>
      )}
    </QueryView>
  )
}
