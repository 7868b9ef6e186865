// Makes the whole library available with one import. The targets can also be imported one by one.
@_exported import NINCheckpoints
@_exported import NINCommunication
@_exported import NINDatasets
@_exported import NINInference
@_exported import NINInterchange
@_exported import NINKernels
@_exported import NINModels
@_exported import NINModules
@_exported import NINOptimizers
@_exported import NINPictures
@_exported import NINPlans
@_exported import NINReports
@_exported import NINTensors
@_exported import NINTraining
