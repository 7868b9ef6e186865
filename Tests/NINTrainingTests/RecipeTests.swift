import Foundation
import NINDatasets
import NINModules
import NINOptimizers
import NINPlans
import Testing

@testable import NINTraining

@Suite struct RecipeTests {
  @Test func notebooksRunsAreExact() {
    for named in [Recipe.Named.notebookSGD, .notebookAdam] {
      let recipe = Recipe(named)
      #expect(recipe.model == .nin)
      #expect(recipe.dataset == .cifar10(folder: nil))
      #expect(recipe.size == 224)
      #expect(recipe.epochs == 10)
      #expect(recipe.batchSize == 64)
      #expect(recipe.shuffle)
      #expect(recipe.normalization == nil)
      #expect(recipe.clipping == nil)
      #expect(recipe.labelSmoothing == 0)
      #expect(recipe.schedule == LearningRateSchedule(kind: .constant, warmUpEpochs: 0))
    }
    let (sgd, adam) = (Recipe(.notebookSGD), Recipe(.notebookAdam))
    #expect(sgd.optimizer == .init(kind: .sgd, learningRate: 0.01, momentum: 0.9))
    #expect(sgd.initialization == .kaiming)
    #expect(adam.optimizer == .init(kind: .adam, learningRate: 0.001))
    #expect(adam.optimizer.beta1 == 0.9 && adam.optimizer.beta2 == 0.999)
    #expect(adam.optimizer.epsilon == 1e-8)
    #expect(adam.initialization == .pytorch)
  }

  @Test(arguments: Recipe.Named.allCases)
  func savedAndReadIsTheSame(_ named: Recipe.Named) throws {
    var recipe = Recipe(named)
    recipe.averageDecay = 0.999
    recipe.dropout = 0.25
    recipe.optimizer.factors = ParameterFactors(biasRate: 2)
    recipe.schedule.milestones = [1, 2.5]
    recipe.augmentation = Augmentation(flips: true, cutout: 0.5, mixup: 0.2)
    let data = try JSONEncoder().encode(recipe)
    #expect(try JSONDecoder().decode(Recipe.self, from: data) == recipe)
    #expect(throws: Never.self) { try recipe.validate() }
  }

  @Test(
    arguments: [
      { $0.batchSize = 0 }, { $0.epochs = -1 }, { $0.size = 5000 }, { $0.chunk = 0 },
      { $0.limitTrain = 0 }, { $0.validationCount = 0 }, { $0.patience = 0 },
      { $0.maximumSteps = 0 }, { $0.optimizer.learningRate = .nan },
      { $0.optimizer.weightDecay = -1 }, { $0.schedule.factor = .infinity },
      { $0.optimizer.learningRate = 0 }, { $0.optimizer.momentum = 3 },
      { $0.optimizer.beta1 = 3 }, { $0.optimizer.beta2 = 1 }, { $0.optimizer.epsilon = 0 },
      { $0.optimizer.nesterov = true }, { $0.labelSmoothing = 5 }, { $0.labelSmoothing = 1 },
      { $0.clipping = GradientClipping(maximumNorm: -1) }, { $0.schedule.stepEpochs = 0 },
      { $0.schedule.factor = 2 }, { $0.schedule.warmUpEpochs = -1 },
      { $0.normalization = .init(mean: [0], deviation: [0]) },
      { $0.normalization = .init(mean: [.nan], deviation: [1]) },
      { $0.dropout = 1 }, { $0.dropout = -0.1 }, { $0.averageDecay = 1 },
      { $0.averageDecay = .nan }, { $0.schedule.milestones = [3, -1] },
      { $0.augmentation = Augmentation(flips: false, cutout: 1.5) },
      { $0.augmentation = Augmentation(flips: false, mixup: 1.5) },
      { $0.augmentation = Augmentation(flips: false, mixup: 0) },
      { $0.optimizer.factors = ParameterFactors(biasRate: -2) },
      { $0.optimizer.factors = ParameterFactors(lastLayerRate: .infinity) },
    ] as [@Sendable (inout Recipe) -> Void])
  func impossibleValuesAreRefused(_ spoil: @Sendable (inout Recipe) -> Void) {
    var recipe = Recipe(.quickstart)
    spoil(&recipe)
    #expect(throws: TrainingError.self) { try recipe.validate() }
  }

  @Test(
    arguments: [
      (Limits(0..<1), [0, 0.5], [-0.1, 1, .nan]), (.above(0), [1e-30, 1e30], [0, .infinity]),
      (.above(0, atMost: 1), [1], [0, 1.5]), (.atLeast(0), [0], [-1, .infinity, .nan]),
    ] as [(Limits<Double>, [Double], [Double])])
  func limits(_ limits: Limits<Double>, _ inside: [Double], _ outside: [Double]) {
    for value in inside { #expect(limits.contains(value), "\(value) \(limits)") }
    for value in outside { #expect(!limits.contains(value), "\(value) \(limits)") }
  }

  /// Runs from before a data set was added can be continued.
  @Test func sourcesKeepTheirFormat() throws {
    let known: [(String, DatasetSource)] = [
      (#"{"cifar10":{}}"#, .cifar10(folder: nil)), (#"{"shapes":{}}"#, .shapes),
      (#"{"cifar10":{"folder":"a"}}"#, .cifar10(folder: "a")),
      (#"{"fashionMNIST":{}}"#, .fashionMNIST(folder: nil)),
    ]
    for (json, source) in known {
      #expect(try JSONDecoder().decode(DatasetSource.self, from: Data(json.utf8)) == source)
    }
  }

  @Test func usualRecipesFitTheirImages() throws {
    for set in PublishedDataset.allCases {
      let recipe = Recipe(for: DatasetSource(set))
      #expect(recipe.dataset == DatasetSource(set))
      let channels = DatasetSource(set).usualNormalization.mean.count
      let network = try recipe.model.network(
        classes: 100, size: recipe.size, channels: channels)
      #expect(network.input.height == (recipe.model == .nin ? 224 : set.side))
    }
  }

  @Test func picturesAreNotTrainedAsTheNotebookDoes() {
    let recipe = Recipe(for: .pictures(folder: "photos"))
    #expect(recipe.name == "photos" && recipe.initialization == .lsuv)
    #expect(recipe.normalization == recipe.dataset.usualNormalization)
    #expect(recipe.augmentation == Augmentation(flips: true))
  }

  @Test func chunkShrinksForLargeImages() throws {
    #expect(Plan.usualChunk(for: try Network(.nin)) == 8)
    #expect(Plan.usualChunk(for: try Network(.ninCIFAR10, size: 512)) == 1)
  }
}
