import { SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { PlanePoint } from '@/client/wire'
import { ClassMark } from '@/components/ui/class-mark'
import { Notice } from '@/components/ui/notice'
import { countOf, formatCount, formatShare } from '@/lib/format'
import { deal, FOLDS, starsOf } from '../model/star-folds'
import styles from './star-folds.module.css'

const SHOWN = 8
const CLASSES = ['PLANET', 'FALSE POSITIVE', 'CANDIDATE']
const WAYS = [
  { value: 'star', label: 'Whole stars (what is done here)' },
  { value: 'row', label: 'Each object by itself' },
]

/** Real stars with many objects, dealt into folds in both ways: what a careless split lets the model see. */
export function StarFolds({ points }: { points: PlanePoint[] }) {
  const [way, setWay] = useState('row')
  const stars = useMemo(() => starsOf(points), [points])
  const { folds, splitStars, metObjects } = useMemo(() => deal(stars, way === 'star'), [stars, way])
  const several = stars.filter(({ objects }) => objects.length > 1).length
  return (
    <div className="stack">
      <p>
        {countOf(points.length, 'object')} circle {countOf(stars.length, 'star')}; {formatCount(several)} of these stars
        have more than one. Siblings share their star’s size, temperature, noise and position, and mostly their fate.
      </p>
      <SegmentedControl
        aria-label="What is dealt into folds"
        data={WAYS}
        value={way}
        onChange={setWay}
        orientation="vertical"
        maw="24rem"
      />
      <div aria-live="polite">
        {splitStars > 0 ? (
          <Notice tone="warn" title={`${countOf(splitStars, 'star')} on both sides`}>
            <p>
              {countOf(metObjects, 'object')} ({formatShare(metObjects / points.length, 0)}) would be tested by a model
              that has already met their star. It can recognise the star instead of judging the dip, and the score
              flatters it.
            </p>
          </Notice>
        ) : (
          <Notice tone="good" title="No star on both sides">
            <p>Every object is tested by a model that has never met its star: what a new star will be like.</p>
          </Notice>
        )}
      </div>
      <h3>The {SHOWN} stars with most objects</h3>
      <ul className={styles.stars}>
        {stars.slice(0, SHOWN).map(({ name, objects }) => (
          <li key={name} className={styles.star}>
            <strong>{name}</strong>
            <ul className={styles.objects}>
              {objects.map(({ object, label }) => (
                <li key={object} className={styles.object} data-fold={folds.get(object)}>
                  <ClassMark name={label === 'CONFIRMED' ? 'PLANET' : label} classes={CLASSES} isQuiet />
                  <span className="num">
                    .{object.split('.').at(-1)} <span className={styles.fold}>fold {(folds.get(object) ?? 0) + 1}</span>
                  </span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <p className="small dim">
        {FOLDS} folds: each is held out once while the model learns from the other {FOLDS - 1}. Marks:{' '}
        {CLASSES.map((name) => (
          <span key={name}>
            <ClassMark name={name} classes={CLASSES} />{' '}
          </span>
        ))}
      </p>
    </div>
  )
}
