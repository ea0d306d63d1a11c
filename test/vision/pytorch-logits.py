"""Writes torchvision's ResNet-50 with random weights into a folder, with a picture and the scores that PyTorch gives it, and keras.applications' too.

    python pytorch-logits.py FOLDER
"""

import json
import os
import sys
from pathlib import Path

import torch

torch.library.register_fake = lambda *_, **__: lambda function: function  # torchvision asks for it and this build of PyTorch has none
import torchvision
from safetensors.torch import save_file

folder = Path(sys.argv[1])
torch.manual_seed(7)
model = torchvision.models.resnet50().eval()
with torch.no_grad():
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):  # otherwise all are the same, and a mix-up would not be seen
            module.weight.uniform_(0.5, 1.0)
            module.bias.uniform_(-0.1, 0.1)
            module.running_mean.uniform_(-0.1, 0.1)
            module.running_var.uniform_(0.5, 1.5)
    pictures = torch.rand(2, 3, 96, 80)
    logits = model(pictures)
torch.save(model.state_dict(), folder / "resnet50.pth")
torch.save(model.state_dict(), folder / "resnet50-legacy.pth", _use_new_zipfile_serialization=False)
save_file(model.state_dict(), folder / "resnet50.safetensors")
(folder / "logits.json").write_text(
    json.dumps({"pictures": pictures.permute(0, 2, 3, 1).flatten().tolist(), "logits": logits.tolist()})
)

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras

keras.applications.ResNet50(weights=None).save(folder / "keras-resnet50.h5")
