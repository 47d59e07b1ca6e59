import type { components } from './schema'
import type { Full } from './wire'

type Schemas = components['schemas']

// What judging a model and an object brings to the wire.
export type TuningSection = Full<Schemas['TuningSection']>
export type TuningSearch = TuningSection['searches'][number]
export type ReliabilitySection = Full<Schemas['ReliabilitySection']>
export type Plane = ReliabilitySection['plane']
export type PlaneCell = Plane['cells'][number]
export type CountedShare = PlaneCell['counted']['completeness']
export type SplitsSection = Full<Schemas['SplitsSection']>
export type Prospective = Full<Schemas['ProspectiveValidation']>
export type ProspectiveSection = Full<Schemas['ProspectiveSection']>
export type LearningCurve = Full<Schemas['LearningCurve']>
export type LearningCurveSection = Full<Schemas['LearningCurveSection']>
export type TransferStudy = Full<Schemas['TransferStudy']>
export type TransferCell = TransferStudy['matrix']['cells'][number]
export type RegimeScore = TransferStudy['regimes']['scores'][number]
export type Comparison = Full<Schemas['Comparison']>
export type ObjectDossier = Full<Schemas['ObjectDossier']>
export type Dossier = ObjectDossier['dossier']
export type Check = Dossier['checks'][number]
export type Transit = Dossier['transit']
export type Orbit = Dossier['orbit']
export type Assessment = Dossier['habitability']
export type Quantity = Dossier['catalogued'][number]
export type Neighbour = NonNullable<ObjectDossier['neighbours']>['nearest'][number]
export type Ranking = Full<Schemas['Ranking']>
export type RankedPlanet = Ranking['rows'][number]
export type JudgedTable = Full<Schemas['JudgedTable']>
export type PlanetHabitability = Full<Schemas['PlanetHabitability']>
