"""A cost service for the lab's cluster."""

from console.lab.outside.lab_server import LAB_SERVERS, LabServerKind
from console.lab.outside.opencost.opencost_server import OpenCostServer

LAB_SERVERS.add(LabServerKind("opencost", OpenCostServer))
